from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "vernost.journal"
    label = "journal"
