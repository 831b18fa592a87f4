from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "vernost.indicators"
    label = "indicators"

    def ready(self) -> None:
        from vernost.agenda import notices
        from vernost.indicators import jobs, kinds, menu, registry  # noqa: F401

        notices.register(menu.outside)
