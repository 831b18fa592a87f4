"""What every context's ``api/`` shares: schemas that take no rubbish, pages by key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Generic, TypeVar

from ninja import Query, Schema
from pydantic import BeforeValidator, ConfigDict, Field

from vernost.core.paging import Page

T = TypeVar("T")
R = TypeVar("R")
BIGGEST_ID = 2**63 - 1
MOST = 100


def _without_nul(value: Any) -> Any:
    """No database takes it, and no eye sees it."""
    return value.replace("\x00", "") if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_without_nul)]
Id = Annotated[int, Field(ge=1, le=BIGGEST_ID)]
After = Annotated[Text, Query("", max_length=2000, description="What `next` of the page before said.")]
Limit = Annotated[int, Query(50, ge=1, le=MOST, description="Rows of a page.")]


class In(Schema):
    """What comes in: a field that we do not know is a mistake, and is said to be one."""

    model_config = ConfigDict(extra="forbid")


class Out(Schema):
    """What goes out."""


class Paged(Out, Generic[T]):
    items: list[T]
    next: str = Field(description="Pass it as `after` for the rows that follow; empty at the end.")


def paged(page: Page[Any], shown: Callable[[Any], R]) -> Paged[R]:
    return Paged(items=[shown(row) for row in page.rows], next=page.next)


def listed(rows: Iterable[Any], shown: Callable[[Any], R]) -> Paged[R]:
    """A list that is short by nature."""
    return Paged(items=[shown(row) for row in rows], next="")
