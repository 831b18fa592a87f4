from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "vernost.orders"
    label = "orders"

    def ready(self) -> None:
        from vernost.orders import kinds, menu, own_belongings, own_facets  # noqa: F401

        own_belongings.register_own()
        own_facets.register_own()
