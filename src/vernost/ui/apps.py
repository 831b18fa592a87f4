from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "vernost.ui"
    label = "ui"
