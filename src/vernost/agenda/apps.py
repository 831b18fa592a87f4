from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "vernost.agenda"
    label = "agenda"

    def ready(self) -> None:
        from vernost.agenda import (  # noqa: F401
            answered_letters,
            birthdays,
            jobs,
            kinds,
            late_deliveries,
            menu,
            own_belongings,
            own_facets,
            silence,
        )
        from vernost.agenda.services.calendars import calendar_ends
        from vernost.staff import leaving

        own_belongings.register_own()
        own_facets.register_own()
        answered_letters.register_own()
        birthdays.register_own()
        late_deliveries.register_own()
        silence.register_own()
        leaving.ends(calendar_ends)
