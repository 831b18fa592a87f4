from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ComplaintsConfig(AppConfig):
    name = "vernost.complaints"
    label = "complaints"

    def ready(self) -> None:
        from vernost.complaints import (  # noqa: F401
            facets,
            from_letters,
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
        from_letters.register_own()
        guarding.register_own()
        on_today.register_own()
        post_migrate.connect(shipped.ship, sender=self)
