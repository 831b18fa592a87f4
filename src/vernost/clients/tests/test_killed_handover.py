"""A handover killed half-way has not happened: run again it loses nothing and doubles nothing (rule 1.3)."""

from __future__ import annotations

import pytest

from tests.killing import KilledBase

CLIENTS = 40
PEOPLE = f"""
from vernost.access.actor import Role
from vernost.clients.models import Client
from vernost.staff.models import Employee
for name in ("leaver", "anna", "boris"):
    Employee.objects.create(email=f"{{name}}@firm.test", name=name.capitalize(), language="en")
Employee.objects.create(email="director@firm.test", name="Director", role=Role.DIRECTOR, language="en")
leaver = Employee.objects.get(email="leaver@firm.test")
Client.objects.bulk_create([Client(name=f"Client {{n}}", owner=leaver) for n in range({CLIENTS})])
"""
START = """
from vernost.agenda.models import Step
from vernost.clients import services
from vernost.clients.models import Client, Handover
from vernost.staff.actors import actor_of
from vernost.staff.models import Employee
people = {one.name: one for one in Employee.objects.all()}
actor = actor_of(people["Director"])
"""
PLAN = """
plan = services.handover_plan(actor, leaver_id=people["Leaver"].pk)
chosen = [people["Anna"].pk, people["Boris"].pk]
services.handover_split(actor, handover_id=plan.pk, rule="evenly", successors=chosen)
services.handover_settle(actor, handover_id=plan.pk, leaves=True)
"""
RUN = "services.handover_run(actor, handover_id=Handover.objects.visible_to(actor).get().pk)\n"
BACK = "services.handover_take_back(actor, handover_id=Handover.objects.visible_to(actor).get().pk)\n"
# Where it dies: with one of two successors done, within what hangs on the clients, before access ends, after
# it, and after the last entry of the journal.
RUN_POINTS = (
    ("vernost.clients.services.handing_over:move", 1, True),
    ("vernost.agenda.first_calls:_first_calls", 2, True),
    ("vernost.clients.services.handing_over:_end_access", 1, False),
    ("vernost.clients.services.handing_over:employee_deactivate", 1, True),
    ("vernost.clients.services.handing_over:record", 1, True),
)
BACK_POINTS = (
    ("vernost.clients.services.handing_over:move", 1, True),
    ("vernost.agenda.first_calls:_drop", 1, True),
    ("vernost.clients.services.handing_over:record", 1, True),
)


@pytest.mark.slow
@pytest.mark.own_base
def test_killed_half_way_it_has_not_happened(killed_base: KilledBase) -> None:
    killed_base.works(PEOPLE)
    killed_base.works(START + PLAN)
    for at, nth, after in RUN_POINTS:
        killed_base.dies(START + f"deadly({at!r}, {nth}, {after})\n" + RUN)
        assert _owners(killed_base) == {"Leaver": CLIENTS}
        assert _steps(killed_base) == {}
        assert _told(killed_base, "client.handed_over") == 0
    killed_base.works(START + RUN)
    assert _owners(killed_base) == {"Anna": CLIENTS // 2, "Boris": CLIENTS // 2}
    assert _steps(killed_base) == {"open": CLIENTS}
    assert _told(killed_base, "client.handed_over") == CLIENTS
    for at, nth, after in BACK_POINTS:
        killed_base.dies(START + f"deadly({at!r}, {nth}, {after})\n" + BACK)
        assert _owners(killed_base) == {"Anna": CLIENTS // 2, "Boris": CLIENTS // 2}
        assert _steps(killed_base) == {"open": CLIENTS}
    killed_base.works(START + BACK)
    assert _owners(killed_base) == {"Leaver": CLIENTS}
    assert _steps(killed_base) == {"dropped": CLIENTS}
    assert _told(killed_base, "client.handed_back") == CLIENTS


def _owners(base: KilledBase) -> dict[str, int]:
    sql = (
        "SELECT e.name, count(*) FROM clients_client c"
        " JOIN staff_employee e ON e.id = c.owner_id GROUP BY e.name"
    )
    return dict(base.ask(sql))


def _steps(base: KilledBase) -> dict[str, int]:
    return dict(base.ask("SELECT state, count(*) FROM agenda_step GROUP BY state"))


def _told(base: KilledBase, kind: str) -> int:
    return int(base.ask(f"SELECT count(*) FROM journal_entry WHERE kind = '{kind}'")[0][0])
