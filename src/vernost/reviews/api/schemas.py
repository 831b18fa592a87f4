"""Reviews, as programs read and write them."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from vernost.core import clock
from vernost.core.rest import BIGGEST_ID, In, Out, Text
from vernost.reviews.models import BEST, LONGEST_NAME, LONGEST_TEXT, Review, State


class ReviewIn(In):
    """``agreed_how``: in which way the author agreed to its publication; empty, they did not."""

    client_id: int | None = Field(None, ge=1, le=BIGGEST_ID)
    stars: int = Field(ge=1, le=BEST)
    text: Text = Field("", max_length=LONGEST_TEXT)
    name: Text = Field("", max_length=LONGEST_NAME)
    original: Text = Field("", max_length=500)
    written_at: datetime | None = None
    agreed_how: Text = Field("", max_length=200)


class ReviewOut(Out):
    id: int
    client_id: int | None
    stars: int
    text: str
    name: str
    state: State
    agreed: bool
    written_at: datetime


class PublishedOut(Out):
    stars: int
    text: str
    name: str
    day: date
    answer: str


class ShownOut(Out):
    """``mean`` is of all published ones, and null of none."""

    number: int
    mean: float | None
    items: list[PublishedOut]
    next: str


def told(one: Review) -> ReviewOut:
    return ReviewOut(
        id=one.pk,
        client_id=one.client_id,
        stars=one.stars,
        text=one.text,
        name=one.name,
        state=State(one.state),
        agreed=one.is_agreed,
        written_at=one.written_at,
    )


def public(one: Review) -> PublishedOut:
    day = one.written_at.astimezone(clock.firm_zone()).date()
    return PublishedOut(stars=one.stars, text=one.text, name=one.signed, day=day, answer=one.answer)
