from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "vernost.core"
    label = "core"

    def ready(self) -> None:
        # Each context's kinds of entries and sweeps register themselves when imported.
        autodiscover_modules("kinds", "jobs")
        from vernost.core import plain_text

        connection_created.connect(plain_text.known_to_sqlite)
