"""A reaction that fails is kept with its error and tried later; the others go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from vernost.access.actor import SYSTEM
from vernost.clients import kinds
from vernost.core import clock
from vernost.core.jobs import claim
from vernost.core.models import TermValue
from vernost.journal.models import Entry
from vernost.journal.write import record
from vernost.reactions import declaring, reacting, reading
from vernost.reactions.models import Due
from vernost.reactions.tests.conftest import effect, effects

Alone = Callable[..., None]


def noted(text: str = "x") -> Entry:
    with transaction.atomic():
        return record(SYSTEM, kinds.NOTED, data={"text": text})


def test_the_others_go_on_and_it_is_tried_again(alone: Alone) -> None:
    broken = {"yes": True}

    def act(entry: Entry) -> None:
        effect(entry)
        if entry.data["text"] == "bad" and broken["yes"]:
            raise ValueError("no such day")

    alone(act)
    good, bad, last = noted(), noted("bad"), noted()
    reading.read()
    with clock.stopped(clock.now()) as watch:
        reacting.work_off()
        assert effects() == [good.pk, last.pk], "what the failed one had written is taken back"
        failed = Due.objects.get(done_at=None)
        assert failed.entry_id == bad.pk and "no such day" in failed.last_error
        assert reacting.work_off() == (0, False)
        broken["yes"] = False
        watch.pass_by(minutes=5)
        assert reacting.work_off() == (1, False)
    assert effects() == [good.pk, last.pk, bad.pk]
    assert Due.objects.get(entry_id=bad.pk).last_error == ""


def test_done_but_not_said_so_it_is_not_done_twice(alone: Alone) -> None:
    alone()
    entry = noted()
    reading.read()
    with clock.stopped(clock.now()) as watch:
        reacting.react(claim(Due, limit=1, lease=reacting.LEASE)[0])
        watch.pass_by(minutes=10)
        assert reacting.work_off() == (1, False)
    assert effects() == [entry.pk]


def test_a_reaction_that_is_gone_waits_without_harm(alone: Alone, monkeypatch: pytest.MonkeyPatch) -> None:
    alone()
    noted()
    reading.read()
    monkeypatch.setattr(declaring, "_REACTIONS", {})
    assert reading.read() == 0 and reacting.work_off() == (0, False)
    assert Due.objects.filter(done_at=None).count() == 1


def test_what_was_done_a_month_ago_is_forgotten(alone: Alone) -> None:
    alone()
    noted()
    reading.read()
    reacting.work_off()
    assert reacting.forget() == 0
    with clock.stopped(clock.now() + reacting.KEPT + timedelta(hours=1)):
        assert reacting.forget() == 1
        assert reading.read() == 0
    assert TermValue.objects.filter(name__startswith="test ").count() == 1


def test_it_answers_to_something_and_has_a_name_of_its_own(alone: Alone) -> None:
    with pytest.raises(ValueError, match="which kinds"):
        declaring.reaction("x", on=(), rule="1.1", does="")(effect)
    alone()
    with pytest.raises(ValueError, match="twice"):
        declaring.reaction("noted", on=(kinds.NOTED,), rule="1.1", does="")(effect)
