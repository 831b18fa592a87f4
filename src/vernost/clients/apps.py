from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ClientsConfig(AppConfig):
    name = "vernost.clients"
    label = "clients"

    def ready(self) -> None:
        from vernost.clients import kinds, search_index  # noqa: F401 - they register themselves

        post_migrate.connect(search_index.install, sender=self)
