"""Check questions, as a person types them:

    ? A client asks for a discount. What first?
    - Give ten per cent at once
    + Ask what it is compared with

A line with «?» begins a question; «+» is a right choice, «−» or «-» a wrong one. Several may be right.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST = 30


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    choices: tuple[str, ...]
    right: frozenset[int]

    @property
    def several(self) -> bool:
        return len(self.right) > 1


def read_questions(text: str) -> list[Question]:
    """ValueError with a sentence for what cannot be asked."""
    found: list[tuple[str, list[str], set[int]]] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line:
            continue
        mark, rest = line[0], line[1:].strip()
        if mark == "?":
            found.append((rest, [], set()))
        elif mark in "+-−–" and found:
            if mark == "+":
                found[-1][2].add(len(found[-1][1]))
            found[-1][1].append(rest)
        else:
            raise ValueError(_("Line {number}: it begins with neither ?, + nor −.").format(number=number))
    for question, choices, right in found:
        if not question or len(choices) < 2 or not right or len(right) == len(choices):
            said = question or "?"
            text = _("“{question}”: a question has at least one right choice and one wrong one.")
            raise ValueError(text.format(question=said))
    if len(found) > MOST:
        raise ValueError(_("At most {limit} questions.").format(limit=MOST))
    return [Question(one, tuple(choices), frozenset(right)) for one, choices, right in found]


def marked(questions: list[Question], answers: list[set[int]]) -> list[bool]:
    """Which were answered rightly: exactly the right choices, no more and no fewer."""
    given = [*answers, *[set[int]()] * len(questions)]
    return [set(one.right) == said for one, said in zip(questions, given, strict=False)]


def passed(right: int, of: int, percent: int) -> bool:
    """A course without questions is passed by reading it."""
    return right * 100 >= percent * of
