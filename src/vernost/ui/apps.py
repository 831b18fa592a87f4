from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "vernost.ui"
    label = "ui"

    def ready(self) -> None:
        from vernost.ui import menu

        menu.register()
