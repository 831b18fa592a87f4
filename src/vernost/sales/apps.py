from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SalesConfig(AppConfig):
    name = "vernost.sales"
    label = "sales"

    def ready(self) -> None:
        from vernost.sales import kinds, menu, of_requests, own_belongings, own_facets, shipped  # noqa: F401

        own_belongings.register_own()
        own_facets.register_own()
        of_requests.register_own()
        post_migrate.connect(shipped.ship, sender=self)
