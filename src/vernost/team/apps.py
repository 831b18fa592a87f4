from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TeamConfig(AppConfig):
    name = "vernost.team"
    label = "team"

    def ready(self) -> None:
        from vernost.clients import owning
        from vernost.team import jobs, kinds, menu, shipping, triggers  # noqa: F401
        from vernost.team.selectors.training import untrained

        triggers.register_own()
        owning.guard(untrained)
        post_migrate.connect(triggers.install_own, sender=self)
        post_migrate.connect(shipping.ship, sender=self)
