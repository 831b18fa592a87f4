from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "vernost.retention"
    label = "retention"

    def ready(self) -> None:
        from vernost.retention import after_orders, facets, kinds, menu, own_belongings  # noqa: F401

        own_belongings.register_own()
        facets.register_own()
        after_orders.listen()
