"""The document of steps: what is none is refused, and what would leave a person without a word."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vernost.playbooks import steps
from vernost.playbooks.pages.drafting import acted, read_form


def step(key: str, *to: str, text: str = "Слова") -> dict[str, Any]:
    options = [{"text": {"ru": "Да", "en": "Yes"}, "to": one} for one in to]
    return {"key": key, "kind": "say", "spin": "", "text": {"ru": text, "en": ""}, "options": options}


@pytest.mark.parametrize(
    "document",
    [
        {},
        [1],
        [{"key": "A b", "kind": "say"}],
        [{"key": "a", "kind": "shout"}],
        [{"key": "a", "kind": "say", "spin": "x"}],
        [{"key": "a", "kind": "say", "options": {}}],
        [step("a"), step("a")],
        [step(f"s{n}") for n in range(41)],
        [step("a", *["end"] * 7)],
        [step("a", text="x" * 2001)],
    ],
)
def test_what_is_no_playbook(document: Any) -> None:
    with pytest.raises(ValueError):
        steps.read(document)


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ([], "There is not a single step."),
        ([step("a", text="")], "Step 1 says nothing."),
        ([step("a", "b")], "Step 1 leads to a step that is not there."),
        ([step("a", "end"), step("b")], "No way leads to step 2."),
        ([step("a", "b"), step("b", "a")], "The playbook never ends: some answer must lead to the end."),
    ],
)
def test_what_cannot_be_published(document: Any, fault: str) -> None:
    assert fault in list(steps.faults(steps.read(document)))


def test_a_loop_with_a_way_out_is_fine() -> None:
    assert not list(steps.faults(steps.read([step("a"), step("b", "a", "end")])))


def test_read_and_written_are_each_others() -> None:
    document = [step("a", "b", "end"), step("b")]
    assert steps.written(steps.read(document)) == document


def test_a_language_that_was_not_written_is_said_in_the_other() -> None:
    assert steps.said({"ru": "Да", "en": ""}) == "Да"
    assert steps.said({"ru": "Да", "en": "Yes"}) == "Yes"
    assert steps.said({}) == ""


BUTTONS = st.sampled_from(
    ["add", "add-0", "add-1", "up-0", "up-1", "down-0", "down-1", "remove-0", "remove-2", "option-0",
     "option-1", "unoption-0-0", "unoption-1-2", "save", "x", "up-99999", "add-²", "remove--1"]
)  # fmt: skip


@given(st.lists(BUTTONS, max_size=60))
def test_whatever_is_pressed_it_stays_a_playbook(pressed: list[str]) -> None:
    document = [step("s1", "end"), step("s2")]
    for act in pressed:
        before = {one["key"] for one in document}
        document, _at = acted(document, act)
        assert len({one["key"] for one in document}) == len(document) <= steps.MOST_STEPS
        assert len({one["key"] for one in document} ^ before) <= 1
    steps.read(document)


def test_a_form_is_read_as_it_was_drawn() -> None:
    form = {
        "steps": "1", "key-0": "s1", "kind-0": "ask", "spin-0": "problem", "text-0-ru": "Что?",
        "text-0-en": "What?", "options-0": "1", "option-0-0-ru": "Да", "option-0-0-en": "Yes",
        "option-0-0-to": "end",
    }  # fmt: skip
    (one,) = steps.read(read_form(form))
    assert (one.key, one.kind, one.spin, one.text["en"]) == ("s1", "ask", "problem", "What?")
    assert one.options[0].said == "Yes"
    assert read_form({"steps": "10" * 9}) == [] and read_form({}) == []
