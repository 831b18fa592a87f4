from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "vernost.staff"
    label = "staff"

    def ready(self) -> None:
        from vernost.staff import (
            leaving,
            sign_in_journal,  # noqa: F401 - it listens to allauth
        )
        from vernost.staff.services.tokens import tokens_end

        leaving.ends(tokens_end)
