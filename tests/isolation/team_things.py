"""Things of team/ for the sweep: a rule, a statement, an idea, a course, a try at it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.cast import Cast
from vernost.core import clock
from vernost.team import services
from vernost.team.models import Course, Statement


def a_rule(cast: Cast) -> dict[str, Any]:
    rule = services.rule_add(cast.actor("director"), percent=Decimal(5), since=clock.today())
    return {"pk": rule.pk}


def a_statement(cast: Cast) -> dict[str, Any]:
    """A closed month of ``owner``."""
    sums = {"earned": Decimal(5), "returned": Decimal(0), "corrected": Decimal(0), "total": Decimal(5)}
    month = clock.today().replace(year=2020, day=1)
    values = {"employee": cast.owner, "name": "Owner", "month": month, "number": 1, "rows": 1}
    return {"pk": Statement.objects.create(**values, **sums).pk}


def an_idea(cast: Cast) -> dict[str, Any]:
    """Of ``support``: nobody of the sweep votes for their own but them."""
    return {"pk": services.idea_add(cast.actor("support"), title="Ring the client first").pk}


def an_accepted_idea(cast: Cast) -> dict[str, Any]:
    thing = an_idea(cast)
    services.idea_answer(cast.actor("director"), idea_id=thing["pk"], decision="accepted")
    return thing


def a_course(cast: Cast) -> dict[str, Any]:
    return {"pk": Course.objects.unscoped(reason="test").get(code="keeping").pk}


def a_course_and_a_person(cast: Cast) -> dict[str, Any]:
    return {**a_course(cast), "employee": cast.owner.pk}


def a_draft(cast: Cast) -> dict[str, Any]:
    values = {"title_en": "Coffee", "text_en": "Grind it last."}
    return {"pk": services.course_draft(cast.actor("director"), **values).pk}


def an_attempt(cast: Cast) -> dict[str, Any]:
    """Of ``owner``."""
    course = Course.objects.unscoped(reason="test").get(code="keeping")
    made = services.course_try(cast.actor("owner"), version_id=course.current_id or 0, answers=[])
    return {"pk": made.pk}
