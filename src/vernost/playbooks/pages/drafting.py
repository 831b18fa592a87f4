"""The draft as a form: no script is needed to add, move or branch its steps. Every button saves, then does
its act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vernost.playbooks.steps import END, LANGUAGES, MOST_OPTIONS, MOST_STEPS, SAY, Step, new_key

EMPTY = dict.fromkeys(LANGUAGES, "")
Document = list[dict[str, Any]]


def read_form(given: Mapping[str, str]) -> Document:
    """What stands in the form, as the document of a version."""
    return [_step(given, number) for number in range(_count(given.get("steps"), MOST_STEPS))]


def _step(given: Mapping[str, str], number: int) -> dict[str, Any]:
    options = [
        {
            "text": {code: given.get(f"option-{number}-{one}-{code}", "") for code in LANGUAGES},
            "to": given.get(f"option-{number}-{one}-to", END),
        }
        for one in range(_count(given.get(f"options-{number}"), MOST_OPTIONS))
    ]
    return {
        "key": given.get(f"key-{number}", ""),
        "kind": given.get(f"kind-{number}", SAY),
        "spin": given.get(f"spin-{number}", ""),
        "text": {code: given.get(f"text-{number}-{code}", "") for code in LANGUAGES},
        "options": options,
    }


def acted(document: Document, act: str) -> tuple[Document, str]:
    """The document after a button was pressed, and the step to look at. What is none of our buttons does
    nothing."""
    name, _dash, rest = act.partition("-")
    places = [int(one) for one in rest.split("-") if one.isascii() and one.isdigit() and len(one) < 4]
    if name == "add" and len(document) < MOST_STEPS:
        at = min(places[0] + 1, len(document)) if places else len(document)
        key = new_key([Step(str(one["key"]), SAY, EMPTY) for one in document])
        new = {"key": key, "kind": SAY, "spin": "", "text": dict(EMPTY), "options": []}
        return [*document[:at], new, *document[at:]], key
    if not places or places[0] >= len(document):
        return document, ""
    at = places[0]
    if name == "remove":
        return [*document[:at], *document[at + 1 :]], str(document[at - 1]["key"]) if at else ""
    if name in ("up", "down"):
        return _moved(document, at, at - 1 if name == "up" else at + 1), str(document[at]["key"])
    options = document[at]["options"]
    if name == "option" and len(options) < MOST_OPTIONS:
        options.append({"text": dict(EMPTY), "to": END})
    elif name == "unoption" and len(places) > 1 and places[1] < len(options):
        del options[places[1]]
    return document, str(document[at]["key"])


def _moved(document: Document, at: int, to: int) -> Document:
    if 0 <= to < len(document):
        document[at], document[to] = document[to], document[at]
    return document


def _count(given: str | None, most: int) -> int:
    return min(int(given), most) if given and given.isascii() and given.isdigit() and len(given) < 4 else 0
