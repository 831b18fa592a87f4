from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "vernost.core"
    label = "core"
