"""The steps of a playbook: an ordered list, in which an answer may lead elsewhere. Pure: no queries.

Kept as one JSON document a version, checked here. A published version never changes as a whole, so rows of
their own would buy nothing (docs/decisions).

    [{"key": "ask", "kind": "ask", "spin": "problem", "text": {"ru": "…", "en": "…"},
      "options": [{"text": {"ru": "Да", "en": "Yes"}, "to": "thank"}, {"text": {…}, "to": "end"}]}]

Without options a step leads to the next one; after the last comes the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

SAY, ASK, DO = "say", "ask", "do"
KINDS = (
    (SAY, pgettext_lazy("step of a playbook", "Say")),
    (ASK, pgettext_lazy("step of a playbook", "Ask")),
    (DO, pgettext_lazy("step of a playbook", "Do")),
)
SPIN = (
    ("", "—"),
    ("situation", gettext_lazy("situation question")),
    ("problem", gettext_lazy("problem question")),
    ("implication", gettext_lazy("question about consequences")),
    ("payoff", gettext_lazy("question about the benefit")),
)
END = "end"
MOST_STEPS, MOST_OPTIONS, LONGEST = 40, 6, 2000
LANGUAGES = ("ru", "en")
# In a text, filled in where it is known with whom one talks: {client}, {me}, {firm}.
BLANKS = ("client", "me", "firm")
KEY = re.compile(r"[a-z][a-z0-9_]{0,19}")
Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    text: Texts
    to: str

    @property
    def said(self) -> str:
        return said(self.text)


@dataclass(frozen=True, slots=True)
class Step:
    key: str
    kind: str
    text: Texts
    spin: str = ""
    options: tuple[Option, ...] = field(default_factory=tuple)

    @property
    def said(self) -> str:
        return said(self.text)

    @property
    def shown(self) -> str:
        return filled(self.said)

    @property
    def kind_title(self) -> str:
        return str(dict(KINDS)[self.kind])

    @property
    def spin_title(self) -> str:
        return str(dict(SPIN)[self.spin]) if self.spin else ""


def said(texts: Mapping[str, str]) -> str:
    """In the reader's language; where it was not written in it, in the other."""
    wanted = (get_language() or settings.LANGUAGE_CODE)[:2]
    return texts.get(wanted) or next((text for text in texts.values() if text), "")


def filled(text: str, names: Mapping[str, str] | None = None) -> str:
    """With the names that are known; what is not stays open: «Здравствуйте, …!»"""
    for blank in BLANKS:
        text = text.replace(f"{{{blank}}}", (names or {}).get(blank) or "…")
    return text


def read(document: Any) -> list[Step]:
    """The steps of a document; ValueError, in a sentence, where it is none."""
    if not isinstance(document, list) or len(document) > MOST_STEPS:
        raise ValueError(_("A playbook has at most {n} steps.").format(n=MOST_STEPS))
    steps = [_step(one) for one in document]
    if len({one.key for one in steps}) != len(steps):
        raise ValueError(_("Two steps have one name."))
    return steps


def written(steps: Sequence[Step]) -> list[dict[str, Any]]:
    return [
        {
            "key": one.key,
            "kind": one.kind,
            "spin": one.spin,
            "text": one.text,
            "options": [{"text": option.text, "to": option.to} for option in one.options],
        }
        for one in steps
    ]


def faults(steps: Sequence[Step]) -> Iterator[str]:
    """Why it cannot be published: what would leave a person in the middle of a talk without a word."""
    if not steps:
        yield _("There is not a single step.")
    keys, reached = {one.key for one in steps}, reachable(steps)
    for number, one in enumerate(steps, start=1):
        if not one.said:
            yield _("Step {number} says nothing.").format(number=number)
        for option in one.options:
            if not option.said:
                yield _("Step {number} has an answer without words.").format(number=number)
            if option.to != END and option.to not in keys:
                yield _("Step {number} leads to a step that is not there.").format(number=number)
        if one.key not in reached:
            yield _("No way leads to step {number}.").format(number=number)
    if steps and not _ends(steps, reached):
        yield _("The playbook never ends: some answer must lead to the end.")


def next_of(steps: Sequence[Step], number: int) -> list[str]:
    one = steps[number]
    if one.options:
        return [option.to for option in one.options]
    return [steps[number + 1].key if number + 1 < len(steps) else END]


def reachable(steps: Sequence[Step]) -> set[str]:
    places = {one.key: number for number, one in enumerate(steps)}
    found, waiting = set[str](), [steps[0].key] if steps else []
    while waiting:
        key = waiting.pop()
        if key not in found and key in places:
            found.add(key)
            waiting += next_of(steps, places[key])
    return found


def _ends(steps: Sequence[Step], reached: set[str]) -> bool:
    return any(END in next_of(steps, number) for number, one in enumerate(steps) if one.key in reached)


def new_key(steps: Sequence[Step]) -> str:
    """Never one that was there: what was said of a step stays with it."""
    taken = [int(one.key[1:]) for one in steps if re.fullmatch(r"s\d{1,6}", one.key)]
    return f"s{max(taken, default=0) + 1}"


def _step(given: Any) -> Step:
    if not isinstance(given, dict) or not KEY.fullmatch(str(given.get("key", ""))):
        raise ValueError(_("A step has no name."))
    if given.get("kind") not in dict(KINDS) or given.get("spin", "") not in dict(SPIN):
        raise ValueError(_("There is no such kind of step."))
    options = given.get("options", [])
    if not isinstance(options, list) or len(options) > MOST_OPTIONS:
        raise ValueError(_("A step has at most {n} answers.").format(n=MOST_OPTIONS))
    return Step(
        given["key"],
        given["kind"],
        _texts(given.get("text")),
        given.get("spin", ""),
        tuple(Option(_texts(one.get("text")), str(one.get("to", END))[:20]) for one in options),
    )


def _texts(given: Any) -> Texts:
    given = given if isinstance(given, dict) else {}
    texts = {code: str(given.get(code, "")).strip().replace("\x00", "") for code in LANGUAGES}
    if any(len(text) > LONGEST for text in texts.values()):
        raise ValueError(_("A text has at most {n} signs.").format(n=LONGEST))
    return texts
