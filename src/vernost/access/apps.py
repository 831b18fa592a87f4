from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "vernost.access"
    label = "access"

    def ready(self) -> None:
        from vernost.access import lookups  # noqa: F401 - registers its lookup
