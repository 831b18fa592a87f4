from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "vernost.staff"
    label = "staff"

    def ready(self) -> None:
        from vernost.staff import kinds, sign_in_journal  # noqa: F401 - they register themselves
