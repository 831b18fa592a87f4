from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "vernost.agenda"
    label = "agenda"

    def ready(self) -> None:
        from vernost.agenda import (  # noqa: F401
            birthdays,
            kinds,
            late_deliveries,
            menu,
            own_belongings,
            own_facets,
            silence,
        )

        own_belongings.register_own()
        own_facets.register_own()
        birthdays.register_own()
        late_deliveries.register_own()
        silence.register_own()
