"""Deals and what they hang on."""

from vernost.sales.models.deals import Deal, StageChange, State
from vernost.sales.models.offers import Offer, OfferLine, Variant
from vernost.sales.models.reasons import Group, LostReason
from vernost.sales.models.stages import Pipeline, Stage

__all__ = [
    "Deal",
    "Group",
    "LostReason",
    "Offer",
    "OfferLine",
    "Pipeline",
    "Stage",
    "StageChange",
    "State",
    "Variant",
]
