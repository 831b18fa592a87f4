from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WinbackConfig(AppConfig):
    name = "vernost.winback"
    label = "winback"

    def ready(self) -> None:
        from vernost.winback import (  # noqa: F401
            facets,
            guarding,
            jobs,
            kinds,
            menu,
            on_today,
            own_belongings,
            shipped,
        )

        own_belongings.register_own()
        facets.register_own()
        guarding.register_own()
        on_today.register_own()
        post_migrate.connect(shipped.ship, sender=self)
