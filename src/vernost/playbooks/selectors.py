"""What is read of playbooks: everybody's; of their use, sums alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import may, require
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.errors import NotVisible
from vernost.core.practice import FIRM_NAME
from vernost.playbooks import steps
from vernost.playbooks.models import FieldNote, Moment, Outcome, Playbook, State, Usage, Version

MOST_NOTES = 6
LATELY = timedelta(days=7)
SUMS = "how often it helped, without a name of anybody's client"


@dataclass(frozen=True, slots=True)
class Shown:
    """A playbook as it stands beside a line of Today."""

    moment: str
    playbook: Playbook
    version: Version
    steps: list[steps.Step]

    @property
    def title(self) -> str:
        return self.playbook.title


def for_moments(actor: Actor, moments: Iterable[str]) -> dict[str, Shown]:
    """Moment → what is published for it; moments without a playbook are not there. One query."""
    require(actor, "playbook.see")
    wanted = sorted({name for name in moments if name})
    if not wanted:
        return {}
    rows = Moment.objects.visible_to(actor).select_related("playbook__current")
    rows = rows.filter(name__in=wanted, playbook__archived_at=None, playbook__current__isnull=False)
    return {
        row.name: Shown(row.name, row.playbook, row.playbook.current, row.playbook.current.read_steps)
        for row in rows
    }


@dataclass(slots=True)
class Result:
    """Of one version: talks that were answered for, in how many it helped, by which step mostly."""

    used: int = 0
    helped: int = 0
    by_step: dict[str, int] = field(default_factory=dict)

    @property
    def share(self) -> float | None:
        return self.helped / self.used if self.used else None


@dataclass(frozen=True, slots=True)
class InList:
    playbook: Playbook
    result: Result
    waiting: int

    @property
    def has_draft(self) -> bool:
        return bool(getattr(self.playbook, "drafts", ()))


def playbook_list(actor: Actor, *, archived: bool = False) -> list[InList]:
    require(actor, "playbook.see")
    drafts = Version.objects.visible_to(actor).filter(state=State.DRAFT).defer("steps")
    rows = (
        Playbook.objects.visible_to(actor)
        .filter(archived_at__isnull=not archived)
        .select_related("current")
        .prefetch_related(
            Prefetch("moments", Moment.objects.visible_to(actor)),
            Prefetch("versions", drafts, to_attr="drafts"),
        )
    )
    if not may(actor, "playbook.edit"):
        rows = rows.filter(current__isnull=False)
    results = _results(Q(), by="version__playbook")
    waiting = dict(
        FieldNote.objects.visible_to(actor)
        .filter(decision="")
        .order_by()
        .values_list("playbook")
        .annotate(n=Count("pk"))
    )
    return [InList(one, results.get(one.pk, Result()), waiting.get(one.pk, 0)) for one in rows]


@dataclass(frozen=True, slots=True)
class Card:
    playbook: Playbook
    steps: list[steps.Step]
    versions: list[tuple[Version, Result]]
    notes: list[FieldNote]
    draft: Version | None

    @property
    def result(self) -> Result:
        return next((one for version, one in self.versions if version == self.playbook.current), Result())


def playbook_card(actor: Actor, pk: Any) -> Card:
    playbook = _playbook(actor, pk)
    versions = list(
        Version.objects.visible_to(actor).filter(playbook=playbook).select_related("author").defer("steps")
    )
    results = _results(Q(version__playbook=playbook), by="version")
    notes = FieldNote.objects.visible_to(actor).filter(playbook=playbook)
    published = [one for one in versions if not one.is_draft]
    return Card(
        playbook,
        playbook.current.read_steps if playbook.current else [],
        [(one, results.get(one.pk, Result())) for one in published],
        list(notes.select_related("author", "answered_by", "version", "changed_in")[:100]),
        next((one for one in versions if one.is_draft), None),
    )


def _playbook(actor: Actor, pk: Any) -> Playbook:
    rows: Any = Playbook.objects.select_related("current").prefetch_related(
        Prefetch("moments", Moment.objects.visible_to(actor))
    )
    playbook: Playbook = fetch(actor, rows, pk, verb="playbook.see")
    if playbook.current is None and not may(actor, "playbook.edit"):
        raise NotVisible
    return playbook


def _results(of: Q, *, by: str) -> dict[int, Result]:
    rows = Usage.objects.unscoped(reason=SUMS).filter(of).order_by()
    found: dict[int, Result] = {}
    for key, step, outcome, number in rows.values_list(by, "step", "outcome").annotate(n=Count("pk")):
        result = found.setdefault(key, Result())
        result.used += number
        if outcome == Outcome.HELPED:
            result.helped += number
            if step:
                result.by_step[step] = result.by_step.get(step, 0) + number
    return found


def version_of(actor: Actor, pk: Any, number: int) -> Version:
    """A draft is seen by those who write it."""
    playbook = _playbook(actor, pk)
    rows = Version.objects.visible_to(actor).filter(playbook=playbook, number=number)
    version: Version | None = rows.select_related("author").first()
    if version is None or (version.is_draft and not may(actor, "playbook.edit")):
        raise NotVisible
    version.playbook = playbook
    return version


def published_version(actor: Actor, pk: Any) -> Version:
    """The one that was on the screen, though a newer one may be out."""
    rows: Any = Version.objects.select_related("playbook")
    version: Version = fetch(actor, rows, pk, verb="playbook.see")
    if version.is_draft:
        raise NotVisible
    return version


def names_in(actor: Actor, client: Client | None) -> dict[str, str]:
    """What fills the blanks of a text: to whom, who, from where. A firm is not greeted by its name."""
    named = (client.address_as or ("" if client.is_company else client.name)) if client else ""
    return {"client": named, "me": actor.name, "firm": FIRM_NAME.value()}


def draft_of(actor: Actor, pk: Any) -> Version:
    """The draft, or what one would begin with: looking at the editor writes nothing (``revision`` 0)."""
    books: Any = Playbook.objects.select_related("current")
    playbook: Playbook = fetch(actor, books, pk, verb="playbook.edit")
    rows = Version.objects.visible_to(actor).filter(playbook=playbook)
    last: Version | None = rows.order_by("-number").first()
    if last is not None and last.is_draft:
        last.playbook = playbook
        return last
    number = (last.number if last else 0) + 1
    published = playbook.current.steps if playbook.current else []
    return Version(playbook=playbook, number=number, steps=published, revision=0)


def note_of(actor: Actor, pk: Any) -> FieldNote:
    rows: Any = FieldNote.objects.select_related("playbook", "author")
    note: FieldNote = fetch(actor, rows, pk, verb="playbook.edit")
    return note


def notes_to_read(actor: Actor) -> list[FieldNote]:
    """Notes that wait, for who answers them; for everybody, answers to one's own notes of a week."""
    own = Q(author=actor.employee_id, answered_at__gt=clock.now() - LATELY)
    wanted = own | Q(decision="") if may(actor, "playbook.edit") else own
    rows = FieldNote.objects.visible_to(actor).filter(wanted, playbook__archived_at=None)
    return list(rows.select_related("playbook").order_by("-written_at", "-pk")[:MOST_NOTES])


def published_versions(actor: Actor, playbook: Playbook) -> Any:
    rows = Version.objects.visible_to(actor).filter(playbook=playbook, state=State.PUBLISHED)
    return rows.defer("steps")


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one step: ``before`` or ``after`` is None where it came or went."""

    before: steps.Step | None
    after: steps.Step | None

    @property
    def how(self) -> str:
        if self.before is None or self.after is None:
            return "new" if self.before is None else "gone"
        return "same" if self.before == self.after else "changed"

    @property
    def is_of_answers(self) -> bool:
        """Whether its answers, or where they lead, are not what they were."""
        before, after = ([] if one is None else list(one.options) for one in (self.before, self.after))
        return before != after


def changes(actor: Actor, version: Version) -> tuple[Version | None, list[Change]]:
    """Against the version before it, step by step, in the order of the newer one; what is gone at its end."""
    rows = Version.objects.visible_to(actor).filter(playbook=version.playbook, number__lt=version.number)
    former: Version | None = rows.order_by("-number").first()
    before = {one.key: one for one in former.read_steps} if former else {}
    after = version.read_steps
    found = [Change(before.get(one.key), one) for one in after]
    there = {one.key for one in after}
    return former, [*found, *(Change(one, None) for key, one in before.items() if key not in there)]


def numbered(read: Sequence[steps.Step], names: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Steps for a template: each with its number and words, answers know the number of where they lead."""
    places = {one.key: number for number, one in enumerate(read, start=1)}
    return [
        {
            "number": number,
            "step": one,
            "said": steps.filled(one.said, names),
            "options": [{"said": option.said, "to": option.to, "number": places.get(option.to)}
                        for option in one.options],
        }
        for number, one in enumerate(read, start=1)
    ]  # fmt: skip
