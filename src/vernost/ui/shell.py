"""What every page is told about the house around it. Nothing here asks the database until it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from vernost.access import menu
from vernost.access.actor import ANONYMOUS, Actor

THEME_COOKIE = "vernost_theme"
THEMES = ("system", "light", "dark")
ON_PHONE = 5


@dataclass(frozen=True, slots=True)
class Line:
    entry: menu.Entry
    current: bool
    count: int | None


class Shell:
    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor: Actor = getattr(request, "actor", ANONYMOUS)

    @cached_property
    def lines(self) -> list[Line]:
        """The sidebar. The current entry is the one with the longest address that begins ours."""
        shown = menu.entries(self.actor)
        at = [(len(address), one) for one in shown for address in one.addresses if self._is_at(address)]
        current = max(at, key=lambda pair: pair[0])[1] if at else None
        counts = menu.waiting(self.actor, shown)
        return [Line(one, one is current, counts.get(one.name)) for one in shown]

    @property
    def parts(self) -> list[menu.Part]:
        """The pages behind the current entry, on each of them; alone it needs no tabs."""
        current = next((line.entry.name for line in self.lines if line.current), "")
        found = menu.parts(self.actor, current)
        return found if len(found) > 1 and self.request.path in {one.address for one in found} else []

    def _is_at(self, address: str) -> bool:
        return self.request.path == address or (address != "/" and self.request.path.startswith(address))

    @property
    def on_phone(self) -> list[Line]:
        return self.lines if len(self.lines) <= ON_PHONE else self.lines[: ON_PHONE - 1]

    @property
    def behind_more(self) -> list[Line]:
        return self.lines[len(self.on_phone) :]

    @property
    def tells_news(self) -> bool:
        return menu.tells_news()

    @property
    def theme(self) -> str:
        return theme_of(self.request)

    @property
    def themes(self) -> tuple[str, ...]:
        return THEMES

    @property
    def shows_gallery(self) -> bool:
        """A developer's link; the sample firm is to look as the real one will."""
        return bool(settings.DEBUG)


def theme_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "system"


def gallery_is_open() -> bool:
    """While developing, and in the sample firm."""
    return bool(settings.DEBUG or getattr(settings, "DEMO", False))


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"shell": Shell(request)}
