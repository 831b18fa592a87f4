from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "vernost.core"
    label = "core"

    def ready(self) -> None:
        # Each context's kinds of entries and sweeps register themselves when imported.
        autodiscover_modules("kinds", "jobs")
