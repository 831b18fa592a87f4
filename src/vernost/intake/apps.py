from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "vernost.intake"
    label = "intake"

    def ready(self) -> None:
        from vernost.intake import kinds, menu, on_today, own_belongings, own_facets  # noqa: F401
        from vernost.intake.services import letters

        own_belongings.register_own()
        own_facets.register_own()
        on_today.register_own()
        letters.register_own()
