"""Every write: playbooks and their drafts, what helped, notes from the field and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.models import Client
from vernost.clients.rules import tidy
from vernost.core import clock
from vernost.core.errors import Invalid, NotVisible
from vernost.journal.kinds import EntryKind
from vernost.journal.write import record
from vernost.playbooks import kinds, moments, steps
from vernost.playbooks.errors import DraftMoved, NoDraft
from vernost.playbooks.models import (
    LONGEST_NOTE,
    Decision,
    FieldNote,
    Moment,
    Outcome,
    Playbook,
    State,
    Usage,
    Version,
)

REASON = "playbooks are everybody's"


@transaction.atomic
def playbook_add(actor: Actor, *, title_ru: str, title_en: str = "", moments: Sequence[str] = ()) -> Playbook:
    """An empty one, with a draft of one step to begin from; nobody sees it in Today until it is published."""
    require(actor, "playbook.edit")
    playbook = Playbook(title_ru=tidy(title_ru), title_en=tidy(title_en))
    playbook.slug = _free_slug(playbook.title_en or playbook.title_ru)
    _titled(playbook)
    playbook.save(force_insert=True)
    _take_moments(playbook, moments)
    first = [steps.Step("s1", steps.SAY, {"ru": "", "en": ""})]
    Version.objects.create(
        playbook=playbook, number=1, steps=steps.written(first), author_id=actor.employee_id
    )
    _tell(actor, kinds.ADDED, playbook)
    return playbook


@transaction.atomic
def playbook_change(
    actor: Actor, *, playbook_id: int, title_ru: str, title_en: str = "", moments: Sequence[str] = ()
) -> Playbook:
    playbook: Playbook = fetch(actor, Playbook, playbook_id, verb="playbook.edit", lock=True)
    playbook.title_ru, playbook.title_en = tidy(title_ru), tidy(title_en)
    _titled(playbook)
    playbook.save(update_fields=["title_ru", "title_en"])
    _take_moments(playbook, moments)
    _tell(actor, kinds.RENAMED, playbook)
    return playbook


@transaction.atomic
def playbook_archive(actor: Actor, *, playbook_id: int, away: bool = True) -> Playbook:
    """Put away it is in nobody's Today; its versions, results and notes stay. Nothing is ever deleted."""
    playbook: Playbook = fetch(actor, Playbook, playbook_id, verb="playbook.edit", lock=True)
    if (playbook.archived_at is not None) == away:
        return playbook
    playbook.archived_at = clock.now() if away else None
    playbook.save(update_fields=["archived_at"])
    _tell(actor, kinds.ARCHIVED if away else kinds.RESTORED, playbook)
    return playbook


@transaction.atomic
def draft_begin(actor: Actor, *, playbook_id: int) -> Version:
    """The draft that is there, or a new one out of what is published."""
    playbook: Playbook = fetch(actor, Playbook, playbook_id, verb="playbook.edit", lock=True)
    rows = Version.objects.visible_to(actor).filter(playbook=playbook)
    draft: Version | None = rows.filter(state=State.DRAFT).first()
    if draft is not None:
        return draft
    last = rows.order_by("-number").first()
    version: Version = Version.objects.create(
        playbook=playbook,
        number=(last.number if last else 0) + 1,
        steps=playbook.current.steps if playbook.current else [],
        author_id=actor.employee_id,
    )
    return version


@transaction.atomic
def draft_save(
    actor: Actor, *, playbook_id: int, content: Any, what_changed: str = "", revision: int
) -> Version:
    """``revision``: what the editor saw, 0 where there was no draft yet; of two who edit the second is
    told."""
    try:
        draft = _draft_of(actor, playbook_id)
    except NoDraft:
        if revision:
            raise
        draft = draft_begin(actor, playbook_id=playbook_id)
    else:
        if draft.revision != revision:
            raise DraftMoved
    try:
        read = steps.read(content)
    except ValueError as error:
        raise Invalid(str(error)) from error
    draft.steps, draft.what_changed = steps.written(read), tidy(what_changed)[:300]
    draft.revision += 1
    draft.author_id = actor.employee_id
    draft.save(update_fields=["steps", "what_changed", "revision", "author"])
    return draft


@transaction.atomic
def draft_publish(actor: Actor, *, playbook_id: int) -> Version:
    """From now on this is the playbook. Talks that are on go by the version that they began with."""
    draft = _draft_of(actor, playbook_id)
    playbook = draft.playbook
    wrong = list(steps.faults(draft.read_steps))
    if playbook.current is not None and playbook.current.steps == draft.steps:
        wrong.append(_("Nothing differs from the published version."))
    if wrong:
        invalid = Invalid()
        invalid.fields = {"": list(wrong)}
        raise invalid
    draft.state, draft.published_at, draft.author_id = State.PUBLISHED, clock.now(), actor.employee_id
    draft.save(update_fields=["state", "published_at", "author"])
    playbook.current = draft
    playbook.save(update_fields=["current"])
    _tell(actor, kinds.PUBLISHED, playbook, number=draft.number)
    return draft


@transaction.atomic
def draft_drop(actor: Actor, *, playbook_id: int) -> None:
    draft = _draft_of(actor, playbook_id)
    if draft.playbook.current is None:
        raise Invalid(_("This is its only version: put the playbook away instead."))
    draft.delete()
    _tell(actor, kinds.DRAFT_DROPPED, draft.playbook)


def _draft_of(actor: Actor, playbook_id: int) -> Version:
    playbook: Playbook = fetch(actor, Playbook, playbook_id, verb="playbook.edit", lock=True)
    rows: Any = Version.objects.visible_to(actor).select_related("playbook__current")
    draft: Version | None = (
        rows.select_for_update(of=("self",)).filter(playbook=playbook, state=State.DRAFT).first()
    )
    if draft is None:
        raise NoDraft
    return draft


@transaction.atomic
def usage_record(
    actor: Actor, *, version_id: int, outcome: str, client_id: int | None = None, step: str = ""
) -> Usage:
    """What helped in this talk: a click. The version is the one that was on the screen, though a newer one
    may be published by now; a second click of the day corrects the first."""
    versions: Any = Version.objects.select_related("playbook")
    version: Version = fetch(actor, versions, version_id, verb="playbook.use")
    client: Client | None = fetch(actor, Client, client_id, lock=True) if client_id else None
    if version.is_draft or outcome not in Outcome.values:
        raise NotVisible
    if step and step not in {one.key for one in version.read_steps}:
        raise NotVisible
    found: dict[str, Any] = {
        "version": version, "client": client, "employee_id": actor.employee_id, "day": clock.today()
    }  # fmt: skip
    rows: Any = Usage.objects.unscoped(reason="of the actor's own talk")
    made: tuple[Usage, bool] = rows.get_or_create(**found, defaults={"step": step, "outcome": outcome})
    usage, new = made
    if not new and (usage.step, usage.outcome) == (step, outcome):
        return usage
    if not new:
        usage.step, usage.outcome, usage.at = step, outcome, clock.now()
        usage.save(update_fields=["step", "outcome", "at"])
    if client is not None:
        kind = kinds.HELPED if outcome == Outcome.HELPED else kinds.NOT_HELPED
        data = {"title": version.playbook.title, "number": version.number, "step": step}
        record(actor, kind, subject=usage, client_id=client.pk, data=data)
    return usage


@transaction.atomic
def usage_take_back(actor: Actor, *, version_id: int, client_id: int | None = None) -> bool:
    """A slip of the finger, on the same day, by whoever slipped."""
    versions: Any = Version.objects.select_related("playbook")
    version: Version = fetch(actor, versions, version_id, verb="playbook.use")
    client: Client | None = fetch(actor, Client, client_id) if client_id else None
    rows = Usage.objects.unscoped(reason="of the actor's own talk").filter(
        version=version, client=client, employee=actor.employee_id, day=clock.today()
    )
    taken = bool(rows.delete()[0])
    if taken and client is not None:
        data = {"title": version.playbook.title}
        record(actor, kinds.UNSAID, subject=version, client_id=client.pk, data=data)
    return taken


@transaction.atomic
def note_add(actor: Actor, *, playbook_id: int, text: str, step: str = "") -> FieldNote:
    """From sales to marketing: what clients say to this."""
    rows: Any = Playbook.objects.select_related("current")
    playbook: Playbook = fetch(actor, rows, playbook_id, verb="playbook.note")
    said = _words(text, "text", _("Write what clients say."))
    known = {one.key for one in playbook.current.read_steps} if playbook.current else set()
    note: FieldNote = FieldNote.objects.create(
        playbook=playbook,
        version=playbook.current,
        step=step if step in known else "",
        text=said,
        author_id=actor.employee_id,
    )
    _tell(actor, kinds.NOTED, playbook)
    return note


@transaction.atomic
def note_answer(
    actor: Actor, *, note_id: int, decision: str, answer: str, changed_in: Version | None = None
) -> FieldNote:
    """From marketing back to sales: a decision, with its reason and its day. A later word replaces it."""
    rows: Any = FieldNote.objects.select_related("playbook")
    note: FieldNote = fetch(actor, rows, note_id, verb="playbook.edit", lock=True)
    if decision not in Decision.values or not decision:
        raise Invalid(decision=_("Choose a decision."))
    if decision != Decision.CHANGED:
        changed_in = None
    elif changed_in is None or changed_in.playbook_id != note.playbook_id:
        raise Invalid(changed_in=_("Say in which version it was changed."))
    note.decision, note.changed_in = decision, changed_in
    note.answer = _words(answer, "answer", _("Answer in words: the people in the talks read it."))
    note.answered_by_id, note.answered_at = actor.employee_id, clock.now()
    note.save()
    _tell(actor, kinds.ANSWERED, note.playbook)
    return note


def _words(text: str, field: str, empty: str) -> str:
    said = tidy(text, lines=True)
    if not said:
        raise Invalid(**{field: empty})
    if len(said) > LONGEST_NOTE:
        raise Invalid(**{field: _("At most {limit} signs.").format(limit=LONGEST_NOTE)})
    return said


def _titled(playbook: Playbook) -> None:
    if not playbook.title:
        raise Invalid(title_ru=_("Give it a title."))
    try:
        playbook.clean_fields(exclude={"slug", "current"})
    except ValidationError as error:
        raise Invalid.of(error) from error


def _free_slug(title: str) -> str:
    base = slugify(title)[:32] or "playbook"
    taken = set(
        Playbook.objects.unscoped(reason=REASON).filter(slug__startswith=base).values_list("slug", flat=True)
    )
    names = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _take_moments(playbook: Playbook, wanted: Sequence[str]) -> None:
    known = dict(moments.every())
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise Invalid(moments=_("There is no such moment."))
    rows = Moment.objects.unscoped(reason=REASON)
    for held in rows.filter(name__in=wanted).exclude(playbook=playbook).select_related("playbook"):
        if held.playbook.archived_at is None:
            text = _("“{moment}” has its playbook already: {title}.")
            raise Invalid(moments=text.format(moment=held, title=held.playbook.title))
    rows.filter(playbook=playbook).exclude(name__in=wanted).delete()
    for name in wanted:
        rows.update_or_create(name=name, defaults={"playbook": playbook})


def _tell(actor: Actor, kind: EntryKind, playbook: Playbook, **more: Any) -> None:
    record(actor, kind, subject=playbook, data={"title": playbook.title, **more})
