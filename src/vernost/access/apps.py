from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "vernost.access"
    label = "access"
