"""Pages by key: nothing is lost or shown twice, whatever the mark in the address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from tests.scoped.models import Pot
from vernost.core.paging import keyset_page
from vernost.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_walking_gives_each_row_once(cast: Cast, django_assert_num_queries: object) -> None:
    Pot.objects.bulk_create([Pot(owner=cast.owner, label=f"{n % 7}-{n:03}") for n in range(25)])
    rows = Pot.objects.visible_to(cast.actor("owner"))
    seen: list[str] = []
    after = ""
    while True:
        with django_assert_num_queries(1):  # type: ignore[operator]
            page = keyset_page(rows, order=("-label", "id"), after=after, limit=10)
        seen += [pot.label for pot in page.rows]
        after = page.next
        if not after:
            break
    assert seen == sorted((f"{n % 7}-{n:03}" for n in range(25)), reverse=True)


def test_a_row_that_appears_meanwhile_shifts_nothing(cast: Cast) -> None:
    Pot.objects.bulk_create([Pot(owner=cast.owner, label=label) for label in "bdfh"])
    rows = Pot.objects.visible_to(cast.actor("owner"))
    first = keyset_page(rows, order=("label", "id"), limit=2)
    Pot.objects.create(owner=cast.owner, label="a")
    assert [
        pot.label for pot in keyset_page(rows, order=("label", "id"), after=first.next, limit=2).rows
    ] == ["f", "h"]


@given(st.one_of(st.text(max_size=50), st.binary(max_size=50).map(lambda raw: raw.hex())))
def test_a_mark_that_is_none_begins_anew(mark: str) -> None:
    from vernost.core.paging import _read

    assert _read(Entry, ("-at", "-id"), mark) is None


@pytest.mark.parametrize(
    "mark", ["WzFd", "bnVsbA", "W251bGwsbnVsbF0", "WyJ4IiwxXQ", "W1tdLFtdXQ", "A" * 5000]
)
def test_a_mark_of_another_shape_begins_anew(cast: Cast, mark: str) -> None:
    assert cast.browser("director").get("/audit/", {"after": mark}).status_code == 200
