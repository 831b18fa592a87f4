"""Every read of winning back, actor first. Import from here."""

from vernost.winback.selectors.catalogue import (
    RankedReason,
    best_template,
    catalogue,
    ranked_reasons,
    template_list,
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
    "RankedReason",
    "Results",
    "RoundCard",
    "Whom",
    "best_template",
    "card",
    "catalogue",
    "dimensions",
    "of_client",
    "plan_counts",
    "plan_list",
    "ranked_reasons",
    "results",
    "returned_clients",
    "round_card",
    "round_size",
    "template_list",
    "whom",
    "whom_list",
    "why_of",
]
