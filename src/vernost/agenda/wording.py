"""Lines of Today in plain words, for letters, calendars and the bell: the page draws them itself."""

from __future__ import annotations

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vernost.agenda.selectors.card import PROMISE, STEP
from vernost.agenda.selectors.today import Line
from vernost.language import Language, translator


def why(line: Line) -> str:
    """Why it is here, and what it is about, in one sentence."""
    if line.kind == PROMISE:
        return _promise(line)
    if line.kind == STEP:
        return _step(line)
    label = str(line.cause.label) if line.cause and line.cause.label else ""
    return ": ".join(part for part in (label, line.why) if part)


def _promise(line: Line) -> str:
    said = {"text": line.text, "day": _tongue().day(line.due_on, year=False) if line.due_on else ""}
    if line.overdue:
        late = ngettext("{n} day late", "{n} days late", line.overdue).format(n=line.overdue)
        return _("promise overdue, due on {day}, {late}: {text}").format(late=late, **said)
    if line.day_off:
        return _("promised for {day}, a day off: {text}").format(**said)
    return _("promised for today: {text}").format(**said)


def _step(line: Line) -> str:
    text = line.text or _("call back")
    if line.overdue and line.due_on:
        return _("was due on {day}: {text}").format(day=_tongue().day(line.due_on, year=False), text=text)
    return _("at {time}: {text}").format(time=f"{line.at:%H:%M}", text=text) if line.at else text


def _tongue() -> Language:
    return translator((get_language() or "en")[:2])
