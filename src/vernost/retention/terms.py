"""The firm's own thresholds, as the measures want them."""

from __future__ import annotations

from decimal import Decimal

from vernost.analytics.terms import Terms
from vernost.core import practice

_DAYS_A_MONTH = Decimal("30.4375")
_USUAL_TIMES = Decimal("1.3333")


# What the facts are computed by: a change of one of them changes the facts.
NAMES = frozenset(
    term.name
    for term in (
        practice.LOST_LINE_TIMES,
        practice.LOST_LINE_QUANTILE,
        practice.LOST_LINE_FLOOR,
        practice.PAUSES_NEEDED,
        practice.FRAGILE_PURCHASES,
        practice.FRAGILE_RHYTHMS,
        practice.ABC_WINDOW,
        practice.ABC_A,
        practice.ABC_B,
        practice.XYZ_X,
        practice.XYZ_Y,
        practice.UNASKED_HORIZON,
    )
)


def of_firm() -> Terms:
    times, month = practice.LOST_LINE_TIMES.value(), practice.ABC_WINDOW.value()
    return Terms(
        # The page shows four decimals of 4/3; what is meant is 4/3.
        line_factor=4 / 3 if times == _USUAL_TIMES else float(times),
        line_quantile=float(practice.LOST_LINE_QUANTILE.value()),
        line_floor_days=practice.LOST_LINE_FLOOR.value(),
        own_pauses=practice.PAUSES_NEEDED.value(),
        fragile_purchases=practice.FRAGILE_PURCHASES.value(),
        fragile_rhythms=float(practice.FRAGILE_RHYTHMS.value()),
        abc_months=max(1, round(month / _DAYS_A_MONTH)),
        abc_a=float(practice.ABC_A.value()) / 100,
        abc_b=float(practice.ABC_B.value()) / 100,
        xyz_x=float(practice.XYZ_X.value()) / 100,
        xyz_y=float(practice.XYZ_Y.value()) / 100,
        horizon_days=practice.UNASKED_HORIZON.value(),
        good_loss=(float(practice.LOSS_GOOD_LOW.value()), float(practice.LOSS_GOOD_HIGH.value())),
    )
