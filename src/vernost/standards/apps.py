from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StandardsConfig(AppConfig):
    name = "vernost.standards"
    label = "standards"

    def ready(self) -> None:
        from vernost.standards import (  # noqa: F401
            jobs,
            kinds,
            menu,
            on_today,
            own_belongings,
            shipped,
        )

        own_belongings.register_own()
        on_today.register_own()
        post_migrate.connect(shipped.ship, sender=self)
