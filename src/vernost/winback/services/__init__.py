"""Every write of winning back. Import from here."""

from vernost.winback.services.ending import client_bought, client_closed, plans_watch, round_call_off
from vernost.winback.services.letting import client_let_go, let_go_take_back
from vernost.winback.services.polls import (
    LOST,
    LOYAL,
    client_poll_make,
    poll_answer,
    poll_close,
    poll_open,
)
from vernost.winback.services.ranking import is_behind, ranked_again, ranking_refresh
from vernost.winback.services.reasons import reason_add, reason_edit, reason_put_away, why_confirm, why_say
from vernost.winback.services.starting import plan_start, round_start
from vernost.winback.services.storms import idea_add, idea_group, idea_vote, storm_close, storm_open
from vernost.winback.services.templates import template_add, template_edit, template_put_away
from vernost.winback.services.working import plan_answer, plan_call_off, step_give, task_settled

__all__ = [
    "LOST",
    "LOYAL",
    "client_bought",
    "client_closed",
    "client_let_go",
    "client_poll_make",
    "idea_add",
    "idea_group",
    "idea_vote",
    "is_behind",
    "let_go_take_back",
    "plan_answer",
    "plan_call_off",
    "plan_start",
    "plans_watch",
    "poll_answer",
    "poll_close",
    "poll_open",
    "ranked_again",
    "ranking_refresh",
    "reason_add",
    "reason_edit",
    "reason_put_away",
    "round_call_off",
    "round_start",
    "step_give",
    "storm_close",
    "storm_open",
    "task_settled",
    "template_add",
    "template_edit",
    "template_put_away",
    "why_confirm",
    "why_say",
]
