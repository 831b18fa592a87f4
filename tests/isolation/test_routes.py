"""Every address, everybody: the answer is that of the table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import EVERYBODY, Cast
from tests.isolation.routes import ROUTES

# Addresses without a name: the redirect that shuts allauth's page of e-mails («account_email» has its row).
NAMELESS = {"account/email/"}


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace == "api":
                continue  # swept by its own document: test_api.py
            yield from patterns(entry, before + str(entry.pattern))
        else:
            yield before + str(entry.pattern), entry


def test_every_address_has_its_row() -> None:
    found = dict(patterns(get_resolver()))
    names = {entry.name for entry in found.values() if entry.name}
    assert len(names) >= 40, "the sweep looked at nothing"
    assert {path for path, entry in found.items() if not entry.name} <= NAMELESS
    assert names - set(ROUTES) == set(), "say in tests/isolation/routes.py who gets what there"
    assert set(ROUTES) - names == set(), "rows of addresses that are gone"
    assert all(set(row.answers) == set(EVERYBODY) for row in ROUTES.values())


def test_every_view_of_ours_says_who_may_knock() -> None:
    ours = [
        entry for _, entry in patterns(get_resolver()) if entry.callback.__module__.startswith("vernost.")
    ]
    assert len(ours) >= 20
    for entry in ours:
        assert getattr(entry.callback, "for_whom", ""), (
            f"{entry.name}: decorate it with @signed_in or @allowed"
        )


@pytest.mark.parametrize("name", ROUTES)
def test_everybody_gets_what_the_table_says(cast: Cast, name: str) -> None:
    row = ROUTES[name]
    wrong = {}
    url = reverse(name, kwargs=row.kwargs(cast))
    for who in EVERYBODY:
        with transaction.atomic():  # what one has changed, the next does not find changed
            answer = getattr(cast.browser(who), row.method)(url, row.data)
            transaction.set_rollback(True)
        if answer.status_code != row.answers[who]:
            wrong[who] = (answer.status_code, row.answers[who], answer.headers.get("Location"))
    assert not wrong, f"{url}: who: (got, promised, sent to) {wrong}"


@pytest.mark.parametrize("name", [name for name, row in ROUTES.items() if row.method == "post"])
def test_what_changes_something_refuses_get(cast: Cast, name: str) -> None:
    answer = cast.browser("director").get(reverse(name, kwargs=ROUTES[name].kwargs(cast)))
    assert answer.status_code == 405
