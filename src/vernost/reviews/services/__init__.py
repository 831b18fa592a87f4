"""Every write of reviews/."""

from __future__ import annotations

from vernost.reviews.services.agreeing import agreement_give, agreement_withdraw
from vernost.reviews.services.asking import review_ask, review_ask_of_order
from vernost.reviews.services.deciding import (
    review_answer,
    review_back,
    review_decline,
    review_hide,
    review_publish,
    review_tie,
)
from vernost.reviews.services.showing import widget_change
from vernost.reviews.services.writing import review_receive, review_take, review_write, sender

__all__ = [
    "agreement_give",
    "agreement_withdraw",
    "review_answer",
    "review_ask",
    "review_ask_of_order",
    "review_back",
    "review_decline",
    "review_hide",
    "review_publish",
    "review_receive",
    "review_take",
    "review_tie",
    "review_write",
    "sender",
    "widget_change",
]
