from typing import Any

from django.apps import AppConfig
from django.apps import apps as registry
from django.db.models.signals import post_migrate


class PlaybooksConfig(AppConfig):
    name = "vernost.playbooks"
    label = "playbooks"

    def ready(self) -> None:
        from vernost.playbooks import menu, own_belongings  # noqa: F401

        own_belongings.register_own()
        post_migrate.connect(load, sender=self, dispatch_uid="playbooks")


def load(apps: Any = None, **rest: Any) -> None:
    """What we ship comes with every migrate; what the firm made of it is never touched."""
    try:  # a base that was emptied has all its tables, and says no state
        (apps or registry).get_model("playbooks", "Version")
    except LookupError:
        return  # on the way back to nothing
    from vernost.playbooks.shipping import load_shipped

    load_shipped()
