from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ClientsConfig(AppConfig):
    name = "vernost.clients"
    label = "clients"

    def ready(self) -> None:
        from vernost.clients import (  # noqa: F401
            handover_facets,
            kinds,
            menu,
            own_belongings,
            own_facets,
            own_groupings,
            own_panels,
            search_index,
        )
        from vernost.clients.pages import moved
        from vernost.core import error_pages

        own_belongings.register_own()
        own_facets.register_own()
        own_groupings.register_own()
        own_panels.register_own()
        handover_facets.register_own()
        error_pages.asked_for_successors(moved.successor)
        post_migrate.connect(search_index.install, sender=self)
