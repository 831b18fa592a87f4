"""Every read of winning back, actor first. Import from here."""

from vernost.winback.selectors.asking import PollCard, StormCard, idea, poll_card, polls, storm_card
from vernost.winback.selectors.catalogue import (
    RankedReason,
    best_template,
    catalogue,
    ranked_reasons,
    template_list,
    template_steps,
    why_of,
)
from vernost.winback.selectors.plans import (
    AskedPlans,
    Card,
    card,
    of_client,
    plan_counts,
    plan_list,
    returned_clients,
)
from vernost.winback.selectors.results import Results, RoundCard, dimensions, results, round_card, round_size
from vernost.winback.selectors.whom import AskedWhom, ClassLine, Whom, whom, whom_list

__all__ = [
    "AskedPlans",
    "AskedWhom",
    "Card",
    "ClassLine",
    "PollCard",
    "RankedReason",
    "Results",
    "RoundCard",
    "StormCard",
    "Whom",
    "best_template",
    "card",
    "catalogue",
    "dimensions",
    "idea",
    "of_client",
    "plan_counts",
    "plan_list",
    "poll_card",
    "polls",
    "ranked_reasons",
    "results",
    "returned_clients",
    "round_card",
    "round_size",
    "storm_card",
    "template_list",
    "template_steps",
    "whom",
    "whom_list",
    "why_of",
]
