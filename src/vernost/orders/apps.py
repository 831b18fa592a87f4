from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrdersConfig(AppConfig):
    name = "vernost.orders"
    label = "orders"

    def ready(self) -> None:
        from vernost.orders import kinds, menu, own_belongings, own_facets, shipped  # noqa: F401

        own_belongings.register_own()
        own_facets.register_own()
        post_migrate.connect(shipped.ship, sender=self)
