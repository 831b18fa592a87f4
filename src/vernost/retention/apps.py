from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "vernost.retention"
    label = "retention"

    def ready(self) -> None:
        from vernost.retention import after_orders, after_terms, facets, kinds, menu, own_belongings  # noqa: F401

        own_belongings.register_own()
        facets.register_own()
        after_orders.listen()
        after_terms.listen()
