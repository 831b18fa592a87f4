"""What may come of a request: floors above put a button here, shown on its page.

    may_become(Becomes(label=_("Open a deal"), icon="handshake", verb="deal.edit", address=address))

``address(request)``: where the button leads, or "" where there is nothing to do (yet).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vernost.access.actor import Actor
from vernost.access.policies import may
from vernost.core.errors import Text

if TYPE_CHECKING:
    from vernost.intake.models import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Becomes:
    label: Text
    icon: str
    verb: str
    address: Callable[[Request], str]


_WAYS: list[Becomes] = []


def may_become(way: Becomes) -> None:
    if way not in _WAYS:
        _WAYS.append(way)


def ways(actor: Actor, request: Request) -> Sequence[tuple[Becomes, str]]:
    client = request.client
    found = [
        (way, way.address(request)) for way in _WAYS if client is not None and may(actor, way.verb, client)
    ]
    return [(way, address) for way, address in found if address]
