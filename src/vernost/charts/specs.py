"""The charts as Altair draws them; run ``python -m vernost.charts.specs`` after a change.

Importing Altair and compiling Vega-Lite costs over a second and a half, more than the whole analysis
of a middling file. So the compiled Vega is kept beside this module, and a report only fills in its data;
a test holds the two equal. Nothing else imports this module.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import altair

from vernost.charts.palette import LIGHT

alt: Any = altair  # its own types lose their way among layers

COMPILED = Path(__file__).with_name("compiled")

# Texts of the person's language are put in the place of these words when the picture is drawn.
AXIS_X, AXIS_Y, PERCENT, EQUAL = "$axis_x", "$axis_y", "$percent", "$equal"

# The name of an upright axis lies above it: nobody should have to turn the head.
_TITLE_ON_TOP: dict[str, Any] = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end"}


def pareto() -> Any:
    """Clients from the most profitable on, against the share of profit they bring together."""
    sign = f"round(datum.value * 100) + '{PERCENT}'"
    ticks = [0, 0.2, 0.4, 0.6, 0.8, 1]
    x = alt.X(
        "clients:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(
            values=ticks, labelExpr=sign, title=AXIS_X, titleAnchor="start", titleX=0, titleY=34, grid=False
        ),
    )
    y = alt.Y(
        "profit:Q",
        scale=alt.Scale(zero=True, nice=False),
        axis=alt.Axis(
            **_TITLE_ON_TOP, values=ticks, labelExpr=sign, title=AXIS_Y, titleX=-40, titleY=-14, domain=False
        ),
    )
    curve, mark = alt.Data(name="curve"), alt.Data(name="mark")
    shared = {"x": x, "y": y}
    return _themed(
        alt.layer(
            alt.Chart(curve).mark_area(color=LIGHT["accent-soft"], opacity=0.55).encode(**shared),
            alt.Chart(alt.Data(name="equal"))
            .mark_line(color=LIGHT["past"], strokeDash=[2, 3], strokeWidth=1)
            .encode(**shared),
            alt.Chart(alt.Data(name="equal_name"))
            .mark_text(text=EQUAL, color=LIGHT["muted"], align="left", dx=8, dy=10)
            .encode(**shared),
            alt.Chart(curve).mark_line(color=LIGHT["accent"], strokeWidth=2).encode(**shared),
            alt.Chart(mark)
            .mark_rule(color=LIGHT["ink"], strokeDash=[3, 3])
            .encode(x=x, y=y, y2=alt.datum(0)),
            alt.Chart(mark)
            .mark_rule(color=LIGHT["ink"], strokeDash=[3, 3])
            .encode(x=x, y=y, x2=alt.datum(0)),
            alt.Chart(mark)
            .mark_point(color=LIGHT["ink"], fill=LIGHT["ink"], size=64, opacity=1)
            .encode(**shared),
            alt.Chart(alt.Data(name="mark_words"))
            .mark_text(
                color=LIGHT["ink"],
                align=alt.expr("datum.align"),
                baseline="top",
                lineBreak="\n",
                lineHeight=17,
                fontSize=13,
                fontWeight=600,
            )
            .encode(**shared, text="words:N"),
        ).properties(width=420, height=300, padding={"left": 44, "top": 28, "right": 16, "bottom": 46})
    )


def cohorts() -> Any:
    """A row a cohort, a column a month since the first purchase; the colour is the share that bought."""
    x = alt.X("month:Q", scale=alt.Scale(zero=False, nice=False), axis=None)
    y = alt.Y("row:Q", scale=alt.Scale(zero=True, nice=False, reverse=True), axis=None)
    cells = alt.Data(name="cells")
    middle = {"x": alt.X("middle:Q"), "y": alt.Y("row_middle:Q"), "text": alt.Text("words:N")}
    return _themed(
        alt.layer(
            alt.Chart(cells)
            .mark_rect(stroke=LIGHT["paper"], strokeWidth=1.5)
            .encode(x=x, x2="month_end:Q", y=y, y2="row_end:Q", fill=alt.Fill("fill:N", scale=None)),
            alt.Chart(cells).mark_text(fontSize=11).encode(**middle, color=alt.Color("ink:N", scale=None)),
            alt.Chart(alt.Data(name="names"))
            .mark_text(align="left", color=LIGHT["ink"])
            .encode(x=alt.X("middle:Q"), y=alt.Y("row_middle:Q"), text="words:N"),
            alt.Chart(alt.Data(name="sizes"))
            .mark_text(align="right", color=LIGHT["muted"], dx=-10)
            .encode(x=alt.X("middle:Q"), y=alt.Y("row_middle:Q"), text="words:N"),
            alt.Chart(alt.Data(name="heads"))
            .mark_text(
                color=LIGHT["muted"],
                baseline="bottom",
                dy=-6,
                align=alt.expr("datum.align"),
                dx=alt.expr("datum.shift"),
            )
            .encode(x=alt.X("middle:Q"), y=alt.Y("row_middle:Q"), text="words:N"),
        ).properties(width=420, height=200, padding={"left": 120, "top": 40, "right": 4, "bottom": 4})
    )


def rfm() -> Any:
    """Recency to the right, frequency upwards; the area is clients, the colour money."""
    x = alt.X("recency:Q", **_scores(title=AXIS_X, titleAnchor="start", titleX=0, titleY=32, labelPadding=6))
    y = alt.Y("frequency:Q", **_scores(**_TITLE_ON_TOP, title=AXIS_Y, titleX=-24, titleY=-14, labelPadding=8))
    tiles, borders, names = (alt.Data(name=name) for name in ("tiles", "borders", "names"))
    return _themed(
        alt.layer(
            alt.Chart(tiles)
            .mark_point(filled=True, opacity=1, strokeWidth=0)
            .encode(x=x, y=y, size=alt.Size("area:Q", scale=None), color=alt.Color("fill:N", scale=None)),
            alt.Chart(tiles)
            .mark_text(fontSize=12, fontWeight=600, dy=1)
            .encode(x=x, y=y, text="words:N", color=alt.Color("ink:N", scale=None)),
            alt.Chart(borders)
            .mark_rule(color=LIGHT["rule"])
            .encode(x=alt.X("from_x:Q"), x2="to_x:Q", y=alt.Y("from_y:Q"), y2="to_y:Q"),
            alt.Chart(names)
            .mark_text(
                align="left",
                baseline="top",
                dx=5,
                dy=5,
                fontSize=11,
                lineBreak="\n",
                lineHeight=12,
                color=LIGHT["muted"],
            )
            .encode(x=alt.X("left:Q"), y=alt.Y("top:Q"), text="words:N"),
        ).properties(width=420, height=360, padding={"left": 28, "top": 28, "right": 4, "bottom": 44})
    )


def _scores(**axis: Any) -> dict[str, Any]:
    """Scores 1 to 5, each in the middle of its tile."""
    bare = {"format": "d", "grid": False, "domain": False, "ticks": False}
    return {
        "scale": alt.Scale(domain=[0.5, 5.5]),
        "axis": alt.Axis(values=[1, 2, 3, 4, 5], **bare, **axis),
    }


CHARTS = {"pareto": pareto, "cohorts": cohorts, "rfm": rfm}


def _themed(chart: Any) -> Any:
    axis: dict[str, Any] = {
        "labelColor": LIGHT["muted"],
        "titleColor": LIGHT["muted"],
        "domainColor": LIGHT["rule"],
        "tickColor": LIGHT["rule"],
        "gridColor": LIGHT["hairline"],
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": 400,
        "labelFlush": False,
        "labelOverlap": False,
    }
    # Fixed paddings instead of measured ones: the drawing is the same whatever fonts the machine has.
    return chart.properties(autosize="none").configure(
        aria=False, axis=alt.AxisConfig(**axis), view=alt.ViewConfig(stroke=None)
    )


def compiled(name: str) -> dict[str, Any]:
    import vl_convert

    spec: dict[str, Any] = vl_convert.vegalite_to_vega(CHARTS[name]().to_dict(), vl_version="6.4")
    spec.pop("background", None)  # the paper shows through
    return spec


def write_all() -> None:
    COMPILED.mkdir(exist_ok=True)
    for name in CHARTS:
        written = json.dumps(compiled(name), indent=1, sort_keys=True) + "\n"
        (COMPILED / f"{name}.vg.json").write_text(written, encoding="utf-8")


if __name__ == "__main__":
    write_all()
