from django.apps import AppConfig
from django.db.models.signals import post_migrate


class VoiceConfig(AppConfig):
    name = "vernost.voice"
    label = "voice"

    def ready(self) -> None:
        from vernost.voice import (  # noqa: F401
            jobs,
            kinds,
            letter_kinds,
            loop_jobs,
            loop_kinds,
            loop_menu,
            loop_on_today,
            menu,
            own_belongings,
            own_facets,
            own_loops,
            score_facets,
            shipping,
            tally_jobs,
            tallying,
            theme_kinds,
        )

        own_belongings.register_own()
        own_loops.register_own()
        loop_on_today.register_own()
        own_facets.register_own()
        score_facets.register_own()
        post_migrate.connect(shipping.ship, sender=self)
        post_migrate.connect(tallying.install, sender=self)
