"""Killed at any line, a reaction is finished later, and its effect happens once."""

from __future__ import annotations

import pytest

from tests.killing import KilledBase

NOTES = 3
START = """
from datetime import timedelta
from django.db import transaction
from vernost.access.actor import SYSTEM
from vernost.clients import kinds
from vernost.core import clock, jobs
from vernost.core.models import TermValue
from vernost.journal.write import record
from vernost.reactions import declaring, jobs as ours, reacting, reading
declaring._REACTIONS.clear()
import secrets
@declaring.reaction("noted", on=(kinds.NOTED,), rule="1.1", does="A test.")
def effect(entry):
    TermValue.objects.create(name=f"effect {secrets.token_hex(8)}", value=entry.pk)
"""
WRITTEN = f"""
reading.read()
for number in range({NOTES}):
    with transaction.atomic():
        record(SYSTEM, kinds.NOTED, data={{"text": "x"}})
"""
SWEEP = "ours.react_to_what_happened()\n"
# Where it dies: reading (before its transaction's end), after claiming, within the effect, between the effect
# and the end of its transaction, and between that and the mark that nothing is left to do.
POINTS = (
    ("vernost.reactions.reading:_due", 1, True),
    ("vernost.reactions.models:Due.objects.bulk_create", 1, True),
    ("vernost.reactions.reading:_span", 1, True),
    ("vernost.reactions.reacting:claim", 1, True),
    ("vernost.reactions.reacting:react", 2, False),
    ("vernost.core.models:TermValue.objects.create", 2, True),
    ("vernost.reactions.reacting:react", 2, True),
    ("vernost.reactions.reacting:react", 3, True),
)


@pytest.mark.slow
@pytest.mark.own_base
def test_killed_at_any_line_it_happens_once(killed_base: KilledBase) -> None:
    killed_base.works(START + WRITTEN)
    for at, nth, after in POINTS:
        killed_base.dies(START + WRITTEN + f"deadly({at!r}, {nth}, {after})\n" + SWEEP)
    later = "with clock.stopped(clock.now() + timedelta(hours=2)):\n    " + SWEEP
    killed_base.works(START + later)
    told = killed_base.ask("SELECT count(*) FROM journal_entry WHERE kind = 'client.noted'")[0][0]
    assert told == NOTES * (len(POINTS) + 1)
    effects = killed_base.ask(
        "SELECT count(*), count(DISTINCT CAST(value AS text)) FROM core_termvalue WHERE name LIKE 'effect %'"
    )
    assert effects == [(told, told)], "each entry had its effect, and none had two"
    left = killed_base.ask("SELECT count(*) FROM reactions_due WHERE due_at IS NOT NULL OR done_at IS NULL")
    assert left == [(0,)]
