"""Talks, promises and next steps, as programs read and write them."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import AwareDatetime, Field

from vernost.agenda.models import Began, Channel, Contact, Done, Kept, Outcome, Promise, Step
from vernost.core.rest import BIGGEST_ID, In, Out, Text


class ContactIn(In):
    client_id: int = Field(ge=1, le=BIGGEST_ID)
    channel: Channel = Channel.CALL
    began: Began = Began.WE
    outcome: Outcome = Outcome.TALKED
    minutes: int | None = Field(None, ge=1, le=1440)
    text: Text = Field("", max_length=2000)
    at: AwareDatetime | None = None
    step: Text = Field("", max_length=500)
    step_on: date | None = None
    promise: Text = Field("", max_length=500)
    promise_on: date | None = None


class ContactOut(Out):
    id: int
    client_id: int
    channel: Channel
    began: Began
    outcome: Outcome
    minutes: int | None
    text: str
    at: datetime


class PromiseIn(In):
    client_id: int = Field(ge=1, le=BIGGEST_ID)
    text: Text = Field(min_length=1, max_length=500)
    due_on: date


class PromiseOut(Out):
    id: int
    client_id: int
    text: str
    due_on: date
    state: Kept
    by: str | None


class TaskIn(In):
    client_id: int = Field(ge=1, le=BIGGEST_ID)
    text: Text = Field("", max_length=500)
    due_on: date


class TaskOut(Out):
    id: int
    client_id: int
    text: str
    due_on: date
    state: Done


def contact_shown(one: Contact) -> ContactOut:
    return ContactOut(
        id=one.pk,
        client_id=one.client_id,
        channel=Channel(one.channel),
        began=Began(one.began),
        outcome=Outcome(one.outcome),
        minutes=one.minutes,
        text=one.text,
        at=one.at,
    )


def promise_shown(one: Promise) -> PromiseOut:
    return PromiseOut(
        id=one.pk,
        client_id=one.client_id,
        text=one.text,
        due_on=one.due_on,
        state=Kept(one.state),
        by=one.by.name if one.by else None,
    )


def task_shown(one: Step) -> TaskOut:
    return TaskOut(
        id=one.pk, client_id=one.client_id, text=one.text, due_on=one.due_on, state=Done(one.state)
    )
