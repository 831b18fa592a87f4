"""A name says what is inside. These say nothing, and fill up for that reason."""

from __future__ import annotations

from tests.architecture.house import ROOT, name_of, tracked_code

SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "misc", "shared", "base_utils", "tools", "lib"}


def test_no_module_or_folder_has_a_name_that_says_nothing() -> None:
    code = tracked_code()
    assert code, "it looked at nothing"
    found = [
        name_of(path)
        for path in code
        if SAY_NOTHING & {part.removesuffix(".py").strip("_") for part in path.relative_to(ROOT).parts}
    ]
    assert not found, "Name it for what it does: " + ", ".join(found)
