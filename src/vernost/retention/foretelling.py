"""What is foretold of each client, as columns of the facts (rule 2.8).

A whole run learns and keeps the parameters; a few clients are told by the kept ones, by the very same code.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vernost.analytics.arrays import column, dates, vector
from vernost.analytics.forecast.forecasting import Forecasting, Told, forecasting
from vernost.analytics.forecast.learned_chance import choose_way
from vernost.analytics.forecast.next_purchase import NOTHING, NextPurchases
from vernost.analytics.forecast.past import Past, standing_of
from vernost.analytics.forecast.purchase_log import PurchaseLog, read_log
from vernost.analytics.forecast.snapshot import snapshot
from vernost.analytics.models.compression import compressed_spend
from vernost.analytics.models.errors import ModelRefusal, NoPurchases
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.gamma_gamma import fit_gamma_gamma

HORIZON = 365  # days: the chances of the pages and of rule 2.7 are those of a year
NAMES = ("chance_alive", "chance_purchase", "expected_purchases")
DIGITS = 6


def purchases_of(steps: ir.Table, as_of: date) -> PurchaseLog | None:
    """The purchases known on a day; None where there are none."""
    rows = steps.filter(steps.number > 0, steps.day <= ibis.literal(as_of))
    try:
        return read_log(rows.select("client", "day", "amount"))
    except NoPurchases:
        return None


def learned(log: PurchaseLog | None, as_of: date) -> dict[str, Any] | None:
    """The parameters of a whole run; None where the log carries no model: the plain rule stands alone."""
    if log is None:
        return None
    known = snapshot(log, as_of, 0)
    try:
        standing = standing_of(log, known, as_of)
    except ModelRefusal:
        return None
    money: Estimate | None = None
    with suppress(ModelRefusal):  # then the client's own mean check stands in
        money = fit_gamma_gamma(compressed_spend(known.x, known.spend))
    mean = float(known.total.sum()) / float((known.x + 1).sum())
    way = choose_way(Past(log, as_of), as_of, HORIZON)
    return forecasting(as_of, HORIZON, standing, money, mean, way).to_json()


def with_told(
    facts: pa.Table, log: PurchaseLog | None, parameters: dict[str, Any] | None, as_of: date
) -> pa.Table:
    """The facts with what is told of each client; null where nothing is, and of closed clients."""
    place, told = _placed(facts, log, parameters, as_of)
    for name in NAMES:
        facts = facts.append_column(name, _taken(np.round(getattr(told, name), DIGITS), place, pa.float64()))
    facts = facts.append_column(
        "expected_value", _taken(np.rint(told.expected_value).astype(np.int64), place, pa.int64())
    )
    ahead = told.next
    for name, days in (
        ("next_purchase", ahead.day),
        ("next_from", ahead.earliest),
        ("next_until", ahead.latest),
    ):
        found = np.where(place >= 0, np.append(days, NOTHING)[place], NOTHING)
        facts = facts.append_column(name, dates(found, found != NOTHING))
    return facts


def _placed(
    facts: pa.Table, log: PurchaseLog | None, parameters: dict[str, Any] | None, as_of: date
) -> tuple[NDArray[np.int64], Told]:
    """For each row of the facts its place in what is told, −1 where nothing is."""
    ids = column(facts, "client_id").astype(np.int64)
    if log is None or parameters is None:
        return np.full(len(ids), -1), _nothing()
    told = replace(Forecasting.from_json(parameters), as_of=as_of).tell(log)
    numbered = vector(log.names).astype(np.int64)[told.client]
    order = np.argsort(numbered)
    at = np.searchsorted(numbered[order], ids)
    at = np.minimum(at, len(order) - 1)
    place = np.where(numbered[order][at] == ids, order[at], -1)
    closed = np.array([stage == "closed" for stage in facts.column("lifecycle").to_pylist()], dtype=bool)
    return np.where(closed, -1, place), told


def _nothing() -> Told:
    none, zero = np.zeros(0), np.zeros(0, dtype=np.int64)
    return Told(zero, none, none, none, none, NextPurchases(zero, zero, zero, zero))


def _taken(values: NDArray[Any], place: NDArray[np.int64], kind: pa.DataType) -> pa.Array:
    padded = np.append(values, 0)
    return pa.array(padded[place], type=kind, mask=place < 0)
