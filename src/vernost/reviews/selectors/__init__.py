"""Every read of reviews/."""

from __future__ import annotations

from vernost.reviews.selectors.figures import Average, Standing, average, by_month, standing
from vernost.reviews.selectors.lists import (
    Asked,
    card,
    due_orders,
    is_open,
    last_ask,
    opened,
    review_list,
    reviews_of,
    suggestion,
)
from vernost.reviews.selectors.showing import Shown, open_widget, shown, widget

__all__ = [
    "Asked",
    "Average",
    "Shown",
    "Standing",
    "average",
    "by_month",
    "card",
    "due_orders",
    "is_open",
    "last_ask",
    "open_widget",
    "opened",
    "review_list",
    "reviews_of",
    "shown",
    "standing",
    "suggestion",
    "widget",
]
