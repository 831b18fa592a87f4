"""Who may be given clients: floors above say who may not, and why (rule 10.1).

    owning.guard(untrained)          # in AppConfig.ready of team/: ids of employees → {id: a sentence}

Asked by everything that gives a client an owner: adding, handing over one or many, an import, the desk of
requests. Clients whom somebody has already stay with them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from vernost.core.errors import Invalid, Text

Holds = Callable[[Collection[int]], Mapping[int, Text]]
_GUARDS: list[Holds] = []


def guard(holds: Holds) -> None:
    if holds not in _GUARDS:
        _GUARDS.append(holds)


def forget(holds: Holds) -> None:
    """For tests."""
    _GUARDS.remove(holds)


def refused(employee_ids: Collection[int | None]) -> dict[int, Text]:
    """Of these, who may not be given a client, each with a sentence that says why."""
    asked = {one for one in employee_ids if one is not None}
    found: dict[int, Text] = {}
    for holds in _GUARDS if asked else ():
        found.update(holds(asked))
    return found


def demand(employee_ids: Collection[int | None], *, field: str = "owner") -> None:
    """Invalid, with the sentence at ``field``, where one of them may not."""
    if held := refused(employee_ids):
        said: dict[str, Any] = {field: list(dict.fromkeys(held.values()))}
        raise Invalid(**said)
