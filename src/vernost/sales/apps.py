from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SalesConfig(AppConfig):
    name = "vernost.sales"
    label = "sales"

    def ready(self) -> None:
        from vernost.sales import kinds, menu, own_belongings, shipped  # noqa: F401

        own_belongings.register_own()
        post_migrate.connect(shipped.ship, sender=self)
