"""MBG/NBD by maximum likelihood (rule 2.8)."""

from __future__ import annotations

from vernost.analytics.models.bg_nbd import fit_purchase_model
from vernost.analytics.models.compression import PurchaseCounts, Vector
from vernost.analytics.models.estimate import Estimate


def fit_mbg_nbd(counts: PurchaseCounts, *, unit_days: float = 7.0, warm: Vector | None = None) -> Estimate:
    """Fit MBG/NBD: as BG/NBD, but a client may leave right after the first purchase too.

    So one-time buyers can be gone, which BG/NBD cannot say. In: `purchase_counts`, maybe a `warm` start of
    log parameters (4,) from an earlier fit; out: an Estimate of r, α (in units of `unit_days`), a, b.
    Sources: Batislam, Denizel & Filiztekin (2007), Int. J. of Research in Marketing 24(3), 201–209;
    Hoppe & Wagner (2007), Marketing JRM 3(2), 75–90; erratum Wagner & Hoppe (2008).
    Raises: NoPurchases, OneClient, OneDay, TooFewRepeaters, NotConverged.
    """
    return fit_purchase_model("MBG/NBD", counts, modified=True, unit_days=unit_days, warm=warm)
