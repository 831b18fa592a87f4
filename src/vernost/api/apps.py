from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "vernost.api"
    label = "api"
