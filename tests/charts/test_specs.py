"""The compiled charts are what Altair would draw today."""

from __future__ import annotations

import json

import pytest

from vernost.charts import specs


@pytest.mark.parametrize("name", sorted(specs.CHARTS))
def test_the_compiled_chart_is_the_altair_chart(name: str) -> None:
    kept = json.loads((specs.COMPILED / f"{name}.vg.json").read_text(encoding="utf-8"))
    assert kept == specs.compiled(name), "run: python -m vernost.charts.specs"


def test_nothing_is_compiled_that_nobody_draws() -> None:
    assert {path.name for path in specs.COMPILED.iterdir()} == {f"{name}.vg.json" for name in specs.CHARTS}
