from django.apps import AppConfig


class CourtesyConfig(AppConfig):
    name = "vernost.courtesy"
    label = "courtesy"

    def ready(self) -> None:
        from vernost.courtesy import jobs, kinds, letter_kinds, menu, own_belongings, own_facets  # noqa: F401

        own_belongings.register_own()
        own_facets.register_own()
