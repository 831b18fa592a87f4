"""BG/NBD by maximum likelihood (rule 2.8)."""

from __future__ import annotations

import numpy as np

from vernost.analytics.models.bg_likelihood import BgData
from vernost.analytics.models.compression import PurchaseCounts, Vector
from vernost.analytics.models.errors import NoPurchases, OneClient, OneDay, TooFewRepeaters
from vernost.analytics.models.estimate import Estimate, estimate_at
from vernost.analytics.models.newton import newton_maximum

NEEDED_REPEATERS = 20  # four parameters; under twenty who came again their errors pass any use
REACH = np.array([9.0, 18.0, 9.0, 9.0])  # of ln r, ln α, ln a, ln b: α goes with r ÷ rate, so farther
SAMPLE = 20_000  # distinct rows above which the fit first warms up on a part of them


def fit_bg_nbd(counts: PurchaseCounts, *, unit_days: float = 7.0) -> Estimate:
    """Fit BG/NBD: r, α (in units of `unit_days`), a, b.

    While alive a client buys at random with a rate λ ~ Gamma(r, α); after each repeat purchase leaves for
    good with a chance p ~ Beta(a, b). In: `purchase_counts`; out: an Estimate with observed-information
    errors. Source: Fader, Hardie & Lee (2005), Marketing Science 24(2), 275–284.
    Raises: NoPurchases, OneClient, OneDay, TooFewRepeaters, NotConverged.
    """
    return fit_purchase_model("BG/NBD", counts, modified=False, unit_days=unit_days)


def fit_purchase_model(
    model: str, counts: PurchaseCounts, *, modified: bool, unit_days: float, warm: Vector | None = None
) -> Estimate:
    """The fit that BG/NBD and MBG/NBD share: a warm start on a part of the rows, then Newton on all."""
    refuse_poor_counts(counts)
    data = BgData.of(counts, modified=modified, unit=unit_days)
    start = _start(counts, unit_days) if warm is None else warm
    if len(counts.x) > 2 * SAMPLE:
        # a part chosen by the values themselves, so that the order of rows never changes the answer
        every = len(counts.x) // SAMPLE
        chosen = (counts.x * 7919 + counts.t_x * 104_729 + counts.T * 1_299_709) % every == 0
        part = PurchaseCounts(counts.x[chosen], counts.t_x[chosen], counts.T[chosen], counts.n[chosen])
        start, _ = newton_maximum(
            BgData.of(part, modified=modified, unit=unit_days).at,
            start,
            model=model,
            reach=REACH,
            tolerance=1e-3,
        )
    logs, point = newton_maximum(data.at, start, model=model, reach=REACH)
    names = ("r", "alpha", "a", "b")
    return estimate_at(
        model, names, logs, point, clients=counts.clients, scale=np.ones(4), unit_days=unit_days
    )


def refuse_poor_counts(counts: PurchaseCounts) -> None:
    """Raise the sentence that fits where the data cannot carry a model of purchases."""
    if len(counts.n) == 0:
        raise NoPurchases(as_of="that date")
    if counts.clients < 2:
        raise OneClient(clients=counts.clients)
    if int(counts.T.max()) == 0 or (int(counts.t_x.max()) == 0 and len(np.unique(counts.T)) == 1):
        raise OneDay()
    if counts.repeaters < NEEDED_REPEATERS:
        raise TooFewRepeaters(repeaters=counts.repeaters, needed=NEEDED_REPEATERS)


def _start(counts: PurchaseCounts, unit: float) -> Vector:
    """A start of the right order: mean rate r ÷ α as seen, a client in four leaving after a purchase."""
    seen = float(counts.n @ counts.T) / unit
    rate = float(counts.n @ counts.x) / max(seen, 1e-9)
    return np.asarray(np.log([0.7, 0.7 / max(rate, 1e-6), 0.8, 2.4]))
