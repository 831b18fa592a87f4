from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "vernost.retention"
    label = "retention"

    def ready(self) -> None:
        from vernost.retention import (  # noqa: F401
            after_orders,
            after_terms,
            classes_told,
            dossier_facets,
            facets,
            kinds,
            menu,
            on_handover,
            on_letters,
            on_today,
            on_voice,
            own_belongings,
            topics_told,
        )

        own_belongings.register_own()
        facets.register_own()
        dossier_facets.register_own()
        on_handover.register_own()
        on_letters.register_own()
        on_today.register_own()
        on_voice.register_own()
        classes_told.register_own()
        topics_told.register_own()
        after_orders.listen()
        after_terms.listen()
