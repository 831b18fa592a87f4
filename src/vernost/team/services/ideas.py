"""Ideas: proposed, supported, answered, rewarded, and what came of them (rule 10.2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.rules import tidy
from vernost.clients.services.saving import checked
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.team import kinds
from vernost.team.errors import Answered
from vernost.team.models import Decision, Idea, Support
from vernost.team.services.closing import correction_add


@transaction.atomic
def idea_add(actor: Actor, *, title: str, text: str = "", key: str = "") -> Idea:
    """In one's own name. A double click (the same ``key``) is one idea."""
    require(actor, "idea.add")
    rows = Idea.objects.visible_to(actor).filter(author=actor.employee_id)
    if key and (there := rows.filter(key=key[:80]).first()) is not None:
        found: Idea = there
        return found
    idea = Idea(
        author_id=actor.employee_id or 0, title=tidy(title), text=tidy(text, lines=True), key=key[:80]
    )
    checked(idea, exclude=("author",))
    idea.save(force_insert=True)
    record(actor, kinds.IDEA_ADDED, subject=idea, data={"idea": idea.title})
    return idea


@transaction.atomic
def idea_support(actor: Actor, *, idea_id: int, support: bool = True) -> Idea:
    """One voice each; nobody votes for their own. Given twice, it counts once."""
    idea: Idea = fetch(actor, Idea, idea_id, verb="idea.support", lock=True)
    if actor.is_self(idea.author_id):
        raise Invalid(_("It is your own idea: others support it."))
    mine = Support.objects.filter(idea=idea, employee=actor.employee_id)
    if support and not mine.exists():
        Support.objects.create(idea=idea, employee_id=actor.employee_id or 0)
        _count(idea, 1)
    elif not support and mine.delete()[0]:
        _count(idea, -1)
    return idea


def _count(idea: Idea, by: int) -> None:
    Idea.objects.unscoped(reason="its own counter").filter(pk=idea.pk).update(supports=F("supports") + by)
    idea.refresh_from_db(fields=["supports"])


@transaction.atomic
def idea_answer(
    actor: Actor,
    *,
    idea_id: int,
    decision: str,
    answer: str = "",
    until: date | None = None,
) -> Idea:
    """Accepted, to be tried by a day, or declined with why. A later answer takes the place of the first."""
    idea: Idea = fetch(actor, Idea, idea_id, verb="idea.answer", lock=True)
    if decision not in Decision.values or decision == Decision.WAITS:
        raise Invalid(decision=_("Say what is decided."))
    idea.decision, idea.answer = decision, tidy(answer, lines=True)
    idea.until = None if decision == Decision.DECLINED else until
    if decision == Decision.DECLINED and not idea.answer:
        raise Invalid(answer=_("Say why: an idea that is declined without a word is the last one."))
    if decision == Decision.TRY and until is None:
        raise Invalid(until=_("Say until when it is tried."))
    idea.answered_at, idea.answered_by_id = clock.now(), actor.employee_id
    checked(idea, exclude=("author", "answered_by", "paid_by"))
    idea.save()
    data = {"idea": idea.title, "decision": decision}
    record(actor, kinds.IDEA_ANSWERED, subject=idea, data=data)
    return idea


@transaction.atomic
def idea_reward(actor: Actor, *, idea_id: int, amount: Decimal | None = None, words: str = "") -> Idea:
    """In words, or as money: then it is a row in the author's commission. Paid once."""
    idea: Idea = fetch(actor, Idea, idea_id, verb="idea.reward", lock=True)
    if idea.decision not in (Decision.ACCEPTED, Decision.TRY):
        raise Invalid(_("Accept the idea first."))
    if idea.paid_by_id is not None:
        raise Answered
    if not amount and not tidy(words):
        raise Invalid(words=_("Say what the reward is."))
    idea.reward, idea.reward_sum = tidy(words), amount or None
    checked(idea, exclude=("author", "answered_by", "paid_by"))
    if idea.reward_sum:
        reason = _("For the idea “{idea}”").format(idea=idea.title)
        idea.paid_by = correction_add(
            actor, employee_id=idea.author_id, amount=idea.reward_sum, reason=reason, key=f"idea:{idea.pk}"
        )
    idea.save(update_fields=["reward", "reward_sum", "paid_by"])
    data = {"idea": idea.title, "employee": idea.author.name}
    record(actor, kinds.IDEA_REWARDED, subject=idea, data=data)
    return idea


@transaction.atomic
def idea_effect(actor: Actor, *, idea_id: int, effect: str, link: str = "") -> Idea:
    """What changed in the figures of clients, and where that is seen: an address of ours."""
    idea: Idea = fetch(actor, Idea, idea_id, verb="idea.effect", lock=True)
    idea.effect, idea.effect_link, idea.effect_at = tidy(effect, lines=True), tidy(link), clock.now()
    if not idea.effect:
        raise Invalid(effect=_("Write what changed."))
    if idea.effect_link and (not idea.effect_link.startswith("/") or idea.effect_link.startswith("//")):
        raise Invalid(effect_link=_("An address within Vernost begins with a slash: /loss/."))
    checked(idea, exclude=("author", "answered_by", "paid_by"))
    idea.save(update_fields=["effect", "effect_link", "effect_at"])
    record(actor, kinds.IDEA_EFFECT, subject=idea, data={"idea": idea.title})
    return idea
