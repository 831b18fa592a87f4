"""Courses: written, published, passed, waived (rule 10.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from vernost.access.actor import Actor, Role
from vernost.access.fetch import fetch, fetch_plain
from vernost.access.policies import require
from vernost.clients.rules import tidy
from vernost.clients.services.saving import checked
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.staff.models import Employee
from vernost.team import kinds
from vernost.team.errors import Published
from vernost.team.models import Attempt, Course, Version, Waiver
from vernost.team.questions import marked, passed, read_questions

WRITTEN = (
    "title_ru", "title_en", "text_ru", "text_en", "questions_ru", "questions_en", "pass_percent", "again",
)  # fmt: skip


@transaction.atomic
def course_draft(actor: Actor, *, course_id: int | None = None, **values: Any) -> Version:
    """A draft of a new course, or of the next version of one; nobody learns from it until it is published."""
    require(actor, "training.edit")
    if course_id is None:
        course = Course.objects.create(place=1 + Course.objects.visible_to(actor).count())
    else:
        course = fetch(actor, Course, course_id, verb="training.edit", lock=True)
    draft: Version | None = course.versions.visible_to(actor).filter(published_at=None).first()
    if draft is None:
        last = course.versions.visible_to(actor).aggregate(n=Max("number"))["n"] or 0
        draft = Version(course=course, number=last + 1)
        for name in WRITTEN if course.current else ():
            setattr(draft, name, getattr(course.current, name))
        draft.again = False
    _write(draft, values)
    draft.made_by_id = actor.employee_id
    draft.save()
    return draft


def _write(draft: Version, values: dict[str, Any]) -> None:
    unknown = values.keys() - set(WRITTEN)
    if unknown:
        raise TypeError(f"a version has no {', '.join(sorted(unknown))}")
    for name, value in values.items():
        lines = not name.startswith("title")
        setattr(draft, name, tidy(value, lines=lines) if isinstance(value, str) else value)
    if not draft.title_ru and not draft.title_en:
        raise Invalid(title_ru=_("Give it a title."))
    counts = set()
    for name in ("questions_ru", "questions_en"):
        try:
            asked = read_questions(getattr(draft, name))
        except ValueError as error:
            raise Invalid(**{name: str(error)}) from error
        if asked:
            counts.add(tuple((len(one.choices), one.right) for one in asked))
    if len(counts) > 1:
        raise Invalid(
            questions_en=_("The questions differ in the two languages: as many choices, the same right.")
        )
    checked(draft, exclude=("course", "made_by"))


@transaction.atomic
def course_publish(actor: Actor, *, version_id: int) -> Version:
    """From now on this is what people learn, and it never changes. Published twice, it is published once."""
    version: Version = fetch(actor, Version, version_id, verb="training.edit", lock=True)
    if version.published_at is not None:
        return version
    if not version.text:
        raise Invalid(_("There is nothing to read in it yet."))
    course: Course = fetch(actor, Course, version.course_id, lock=True)
    version.published_at = clock.now()
    version.save(update_fields=["published_at"])
    course.current = version
    course.published_at = course.published_at or version.published_at
    course.save(update_fields=["current", "published_at"])
    record(actor, kinds.COURSE_PUBLISHED, subject=course, data={"course": version.title, "n": version.number})
    return version


@transaction.atomic
def course_settle(
    actor: Actor,
    *,
    course_id: int,
    is_required: bool,
    roles: Sequence[str],
    days: int,
    is_retired: bool = False,
) -> Course:
    """For whom it is, until when, and whether clients wait for it."""
    course: Course = fetch(actor, Course, course_id, verb="training.edit", lock=True)
    if set(roles) - set(Role.values):
        raise Invalid(roles=_("There is no such role."))
    if is_required and not course.is_required:
        course.required_since = clock.now()
    course.is_required, course.roles, course.days = is_required, sorted(roles), days
    course.is_retired = is_retired
    checked(course, exclude=("current",))
    course.save(update_fields=["is_required", "required_since", "roles", "days", "is_retired"])
    record(actor, kinds.COURSE_CHANGED, subject=course, data={"course": str(course)})
    return course


@transaction.atomic
def course_try(actor: Actor, *, version_id: int, answers: Sequence[Sequence[int]], key: str = "") -> Attempt:
    """One try at the questions; whether it is passed is reckoned here. The same ``key`` again is the same
    try. Only what is learnt now can be passed."""
    rows: Any = Version.objects.select_related("course")
    version: Version = fetch(actor, rows, version_id, verb="training.pass")
    mine = Attempt.objects.visible_to(actor).filter(employee=actor.employee_id)
    if key and (there := mine.filter(key=key[:80]).first()) is not None:
        found: Attempt = there
        return found
    if version.course.current_id != version.pk:
        raise Invalid(_("There is a newer version of this course: read that one."))
    right = sum(marked(version.questions, [set(one) for one in answers]))
    of = len(version.questions)
    attempt = Attempt(
        employee_id=actor.employee_id or 0,
        version=version,
        answers=[sorted(set(one)) for one in answers],
        right=right,
        of=of,
        passed=passed(right, of, version.pass_percent),
        key=key[:80],
    )
    attempt.save(force_insert=True)
    kind = kinds.PASSED if attempt.passed else kinds.FAILED
    record(actor, kind, subject=version.course, data={"course": version.title, "right": right, "of": of})
    return attempt


@transaction.atomic
def course_waive(actor: Actor, *, course_id: int, employee_id: int, reason: str) -> Waiver:
    """Clients may be given to them without it. Said twice, the first stays."""
    course: Course = fetch(actor, Course, course_id, verb="training.waive")
    employee: Employee = fetch_plain(actor, Employee, employee_id, verb="training.waive")
    there = Waiver.objects.visible_to(actor).filter(course=course, employee=employee).first()
    if there is not None:
        found: Waiver = there
        return found
    waiver = Waiver(course=course, employee=employee, reason=tidy(reason)[:300], by_id=actor.employee_id)
    if not waiver.reason:
        raise Invalid(reason=_("Say why."))
    waiver.save(force_insert=True)
    data = {"employee": employee.name, "course": str(course), "reason": waiver.reason}
    record(actor, kinds.WAIVED, subject=employee, data=data)
    return waiver


@transaction.atomic
def draft_drop(actor: Actor, *, version_id: int) -> None:
    """A draft that nobody needs; a course that was never published goes with it."""
    version: Version = fetch(actor, Version, version_id, verb="training.edit", lock=True)
    if version.published_at is not None:
        raise Published
    course = version.course
    version.delete()
    if course.current_id is None and not course.code:
        course.delete()
