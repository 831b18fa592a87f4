"""Requests, as programs read and write them."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from vernost.agenda.models import Channel as Talk
from vernost.agenda.models import Outcome
from vernost.clients.models import Source
from vernost.core.rest import BIGGEST_ID, In, Out, Text
from vernost.intake.models import LONGEST_TEXT, Channel, Request, State


class RequestIn(In):
    name: Text = Field("", max_length=200)
    phone: Text = Field("", max_length=60)
    email: Text = Field("", max_length=254)
    company: Text = Field("", max_length=200)
    text: Text = Field("", max_length=LONGEST_TEXT)
    channel: Channel = Channel.API
    source: Source = Source.UNKNOWN
    source_detail: Text = Field("", max_length=120)


class AnswerIn(In):
    channel: Talk = Talk.CALL
    outcome: Outcome = Outcome.TALKED
    text: Text = Field("", max_length=2000)
    minutes: int | None = Field(None, ge=1, le=1440)
    step: Text = Field("", max_length=500)
    step_on: date | None = None
    promise: Text = Field("", max_length=500)
    promise_on: date | None = None


class ReceivedOut(Out):
    """What a program that may only send learns: by when it will be answered, and its number where the sender
    sees it."""

    id: int | None = Field(le=BIGGEST_ID)
    answer_by: datetime


class RequestOut(Out):
    id: int
    state: State
    channel: Channel
    name: str
    phone: str
    email: str
    company: str
    text: str
    client_id: int | None
    assigned_to: str | None
    arrived_at: datetime
    answer_by: datetime
    first_answer_at: datetime | None
    answer_minutes: int | None
    in_time: bool | None


def shown(one: Request) -> RequestOut:
    return RequestOut(
        id=one.pk,
        state=State(one.state),
        channel=Channel(one.channel),
        name=one.name,
        phone=one.phone,
        email=one.email,
        company=one.company,
        text=one.text,
        client_id=one.client_id,
        assigned_to=one.assigned_to.name if one.assigned_to else None,
        arrived_at=one.arrived_at,
        answer_by=one.due_at,
        first_answer_at=one.first_answer_at,
        answer_minutes=one.answer_minutes,
        in_time=one.in_time,
    )
