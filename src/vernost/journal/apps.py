from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    name = "vernost.journal"
    label = "journal"

    def ready(self) -> None:
        from vernost.journal import triggers

        post_migrate.connect(triggers.install, sender=self)
