"""The playbooks that come with the program: files in ``shipped/``, loaded by every ``migrate``.

New ones are added; a newer text of ours comes as a new version only where every version there is ours. What
the firm changed, put away or moved to another moment is the firm's.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from vernost.core import clock
from vernost.playbooks import moments, steps
from vernost.playbooks.models import Moment, Playbook, State, Version

FOLDER = Path(__file__).resolve().parent / "shipped"


@transaction.atomic
def load_shipped() -> int:
    """How many came or were renewed."""
    reason = "what we ship is for everybody"
    there = {one.slug: one for one in Playbook.objects.unscoped(reason=reason)}
    versions: dict[int, list[Version]] = {}
    for version in Version.objects.unscoped(reason=reason):
        versions.setdefault(version.playbook_id, []).append(version)
    taken = set(Moment.objects.unscoped(reason=reason).values_list("name", flat=True))
    changed = 0
    for slug, content in every().items():
        playbook = there.get(slug)
        if playbook is None:
            playbook = Playbook.objects.create(slug=slug, **content["title"])
            free = [name for name in content["moments"] if name not in taken]
            Moment.objects.bulk_create([Moment(name=name, playbook=playbook) for name in free])
            taken |= set(free)
        of_it = versions.get(playbook.pk, [])
        ours = all(one.is_shipped for one in of_it)
        if ours and (not of_it or of_it[0].steps != content["steps"]):
            _publish(playbook, len(of_it) + 1, content["steps"])
            changed += 1
    return changed


def _publish(playbook: Playbook, number: int, content: list[dict[str, Any]]) -> None:
    version = Version.objects.create(
        playbook=playbook, number=number, steps=content, state=State.PUBLISHED, is_shipped=True,
        published_at=clock.now(),
    )  # fmt: skip
    playbook.current = version
    playbook.save(update_fields=["current"])  # no entry of the journal: a release came, nobody acted


def every() -> dict[str, dict[str, Any]]:
    """Name of the file → title, moments and steps, checked as a firm's own are."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        read = steps.read([_step(one) for one in given["step"]])
        wrong = [
            *steps.faults(read),
            *(name for name in given["moments"] if name not in dict(moments.every())),
        ]
        if wrong:
            raise ValueError(f"{path.name}: {'; '.join(wrong)}")
        title = {f"title_{code}": given["title"][code] for code in steps.LANGUAGES}
        found[path.stem] = {"title": title, "moments": given["moments"], "steps": steps.written(read)}
    return found


def _step(given: dict[str, Any]) -> dict[str, Any]:
    """In the files the two languages stand side by side, without a level of their own."""
    texts = {code: given[code] for code in steps.LANGUAGES}
    options = [
        {"text": {code: one[code] for code in steps.LANGUAGES}, "to": one["to"]}
        for one in given.get("options", [])
    ]
    return {**given, "text": texts, "options": options}
