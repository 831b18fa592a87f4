"""What team/ adds to the shell."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.menu import Found, news, pages, part
from vernost.access.policies import may
from vernost.team.selectors import ideas, training

PAGES = (
    ("commission.see", gettext_lazy("What I earn: commission"), "commission", "wallet"),
    ("commission.rules", gettext_lazy("Rules of commission"), "commission_rules", "percent"),
    ("commission.close", gettext_lazy("Commission of everybody, closing a month"), "commission_all", "lock"),
    ("idea.see", gettext_lazy("Ideas of employees"), "ideas", "lightbulb"),
    ("idea.add", gettext_lazy("Propose an idea"), "idea_add", "lightbulb"),
    ("training.see", gettext_lazy("My training"), "training", "graduation-cap"),
    ("training.results", gettext_lazy("Training: who has passed"), "training_results", "graduation-cap"),
    ("training.edit", gettext_lazy("Training: courses"), "training_courses", "graduation-cap"),
)


def _news(actor: Actor, text: str) -> Sequence[Found]:
    """Ideas that nobody answered in time, for whoever answers; own courses that press."""
    found = []
    if may(actor, "idea.answer"):
        for one in ideas.unanswered(actor):
            title = _("An idea waits for an answer: {idea}").format(idea=one.title)
            found.append(Found(title, reverse("idea", args=[one.pk]), "lightbulb"))
    if may(actor, "training.see") and actor.employee_id:
        for mine in training.courses_of(actor):
            if mine.waits or mine.state == "late":
                title = _("To be passed: {course}").format(course=mine.course)
                found.append(Found(title, reverse("course", args=[mine.course.pk]), "graduation-cap"))
    return found


part("figures", pgettext_lazy("menu", "Commission"), to="commission", verb="commission.see", place=70)
part("figures", pgettext_lazy("menu", "Ideas"), to="ideas", verb="idea.see", place=74)
part("figures", pgettext_lazy("menu", "Training"), to="training", verb="training.see", place=78)
pages("team_pages", gettext_lazy("Earnings, ideas, training"), PAGES, place=48)
news("team", gettext_lazy("Ideas and training"), _news, place=45)
