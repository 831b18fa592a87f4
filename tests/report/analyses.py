"""Analyses made by hand: a shop with a year and a half behind it, and the edges of what a file may hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from vernost.analytics.results import (
    AbcClass,
    Analysis,
    CameBack,
    Cohort,
    CohortMonth,
    Loss,
    Ltv,
    MatrixCell,
    Pareto,
    RfmCell,
    Totals,
    Winback,
    YearFlow,
)
from vernost.report.call_list import CallRow
from vernost.report.vocabulary import WINBACK_OF_CELL

TODAY = date(2026, 11, 21)
HOSTILE = '<script>alert("x")</script> & "Ко" \'—\' ООО «Ромашка и компания с очень длинным названием»'

_LANDS = {
    "champions": {(5, 5), (5, 4)},
    "loyal": {(4, 5), (4, 4), (3, 4), (3, 5)},
    "newcomers": {(5, 1)},
    "promising": {(4, 1)},
    "potential_loyal": {(5, 2), (5, 3), (4, 2), (4, 3)},
    "need_attention": {(3, 3)},
    "about_to_sleep": {(3, 1), (3, 2)},
    "at_risk": {(2, 3), (2, 4), (1, 3), (1, 4)},
    "cannot_lose": {(2, 5), (1, 5)},
    "hibernating": {(2, 1), (2, 2)},
    "gone": {(1, 1), (1, 2)},
}
_CELL_CLIENTS = {"AX": 14, "AY": 38, "AZ": 176, "BX": 6, "BY": 31, "BZ": 340, "CX": 0, "CY": 12, "CZ": 811}


def shop() -> Analysis:
    """1 428 clients, 412 of them past the line."""
    grid = _grid()
    segments: dict[str, int] = {}
    for cell in grid:
        segments[cell.segment] = segments.get(cell.segment, 0) + cell.clients
    return Analysis(
        as_of=TODAY,
        totals=Totals(
            1428, 9317, 9102, 5_214_380_050, -96_120_000, 5_118_260_050, date(2025, 5, 3), date(2026, 11, 20)
        ),
        lifecycle={"potential": 0, "new": 196, "active": 641, "slipping": 138, "lost": 412, "returned": 41},
        loss=Loss(
            1428,
            412,
            28.85,
            1_384_250_000,
            CameBack(0.36, 287, 103, date(2025, 11, 21), 365),
            YearFlow(918, 396, 229, 61, 1146, 17.43),
        ),
        base_rhythm_days=38.5,
        ltv=Ltv(4_268_500, 812_000_000, 0.74, 0.32, "orders", 31.7, 1428),
        abc={
            "A": AbcClass(228, 1_310_000_000),
            "B": AbcClass(377, 245_000_000),
            "C": AbcClass(823, 82_000_000),
        },
        profit_source="orders",
        xyz={"X": 20, "Y": 81, "Z": 1327},
        xyz_own_lines=(0.62, 1.14),
        matrix=tuple(_cells()),
        winback={
            "first": Winback(17, 512_000_000),
            "must": Winback(61, 604_000_000),
            "if_possible": Winback(98, 191_250_000),
            "let_go": Winback(236, 77_000_000),
        },
        rfm=segments,
        rfm_grid=grid,
        cohorts=tuple(_cohorts()),
        pareto=Pareto(tuple((i / 100, min(1.0, (i / 100) ** 0.13)) for i in range(1, 101)), 0.19),
        clients=None,
    )


def call_rows() -> list[CallRow]:
    """Seven clients of three classes, one of them with a hostile name."""
    return [
        call("ООО «Северный ветер»", "first", 31, 47, 41, 148_400_00, purchases=14),
        call("ИП Кузнецова М. А.", "first", 14, 21, 19, 96_300_00, purchases=31),
        call(17850, "first", 62.5, 71, 83, 71_000_00, purchases=8, lifecycle="slipping"),
        call(HOSTILE, "must", 7.5, 15, 14, 412_900_00, purchases=40),
        call("Кофейня «Утро»", "must", 21, 300, 28, 233_100_00, purchases=9),
        call("Анна Петровна Соколова", "if_possible", 38.5, 68, 51, 18_900_00, purchases=2, source="base"),
        call("Мастерская «Лад»", "if_possible", 30, 40, 40, 12_000_00, purchases=5, lifecycle="slipping"),
    ]


def call(
    client: str | int,
    winback: str | None,
    rhythm: float | None,
    silent: int,
    line_days: int,
    money: int,
    *,
    purchases: int,
    lifecycle: str = "lost",
    source: str = "own",
) -> CallRow:
    last = TODAY - timedelta(days=silent)
    beat = rhythm or 30
    days = tuple(
        sorted(last - timedelta(days=round(beat * n + (n * 7 % 5) - 2 * (n > 0))) for n in range(purchases))
    )
    return CallRow(
        client=client,
        winback_class=winback,
        lifecycle=lifecycle,
        first_purchase=days[0],
        last_purchase=last,
        purchases=purchases,
        average_check=money // 12,
        rhythm_days=rhythm,
        rhythm_source=source,
        lost_line=last + timedelta(days=line_days),
        days_silent=silent,
        days_late=silent - line_days,
        profit=money,
        money_a_year=money,
        revenue=money * 2,
        abc="A",
        xyz="Y",
        purchase_days=days,
    )


def nobody_lost() -> Analysis:
    base = shop()
    return replace(
        base,
        lifecycle={"new": 12, "active": 30},
        loss=Loss(42, 0, 0.0, 0, CameBack(None, 0, 0, None, None), None),
        winback={code: Winback(0, 0) for code in ("first", "must", "if_possible", "let_go")},
        matrix=(),
    )


def one_client() -> Analysis:
    """One client, one order: nothing is known of pauses."""
    return Analysis(
        as_of=TODAY,
        totals=Totals(1, 1, 1, 50_000_00, 0, 50_000_00, TODAY - timedelta(days=1), TODAY - timedelta(days=1)),
        lifecycle={"new": 1},
        loss=Loss(1, 0, 0.0, 0, CameBack(None, 0, 0, None, None), None),
        base_rhythm_days=None,
        ltv=Ltv(50_000_00, 50_000_00, 1.0, 1.0, "revenue", 1.0, 1),
        abc={"A": AbcClass(1, 50_000_00)},
        profit_source="revenue",
        xyz={"Z": 1},
        xyz_own_lines=None,
        matrix=(MatrixCell("A", "Z", "must", 1, 0, 50_000_00, 0),),
        winback={},
        rfm={"promising": 1},
        rfm_grid=(RfmCell(1, 1, 1, 50_000_00, "promising"),),
        cohorts=(Cohort(date(2026, 11, 1), 1, (CohortMonth(0, 1, 1.0, 50_000_00, 50_000_00.0),)),),
        pareto=Pareto(((1.0, 1.0),), 1.0),
        clients=None,
    )


def all_refunds() -> Analysis:
    """Every order was taken back: clients without a purchase."""
    return replace(
        one_client(),
        totals=Totals(3, 3, 0, 90_000, -90_000, 0, TODAY - timedelta(days=30), TODAY - timedelta(days=2)),
        lifecycle={"potential": 3},
        loss=Loss(0, 0, None, 0, CameBack(None, 0, 0, None, None), None),
        ltv=Ltv(None, 0, 0.0, 1.0, "revenue", 0.0, 0),
        abc={},
        xyz={},
        matrix=(),
        rfm={},
        rfm_grid=(),
        cohorts=(),
        pareto=Pareto((), None),
    )


def _grid() -> tuple[RfmCell, ...]:
    land = {place: name for name, places in _LANDS.items() for place in places}
    return tuple(
        RfmCell(r, f, 12 + (r * 31 + f * 17) % 47 + 40 * (r == f), (r + 1) * f * f * 4_700_000, land[r, f])
        for r in range(1, 6)
        for f in range(1, 6)
    )


def _cells() -> list[MatrixCell]:
    return [
        MatrixCell(
            code[0],
            code[1],
            WINBACK_OF_CELL[code],
            clients,
            clients * 2 // 7,
            clients * 900_000,
            clients * 190_000,
        )
        for code, clients in _CELL_CLIENTS.items()
        if clients
    ]


def _cohorts() -> list[Cohort]:
    made = []
    for number in range(19):
        first = date(2025 + (4 + number) // 12, (4 + number) % 12 + 1, 1)
        clients = 120 - number * 3 + number * 17 % 29
        months = [CohortMonth(0, clients, 1.0, clients * 310_000, 310_000.0)]
        for month in range(1, 19 - number):
            share = max(0.05, 0.44 - 0.035 * month + 0.008 * number + (month * 13 + number * 7) % 9 / 100)
            months.append(
                CohortMonth(
                    month,
                    round(clients * share),
                    share,
                    round(clients * share) * 300_000,
                    310_000.0 + 90_000 * month,
                )
            )
        made.append(Cohort(first, clients, tuple(months)))
    return made
