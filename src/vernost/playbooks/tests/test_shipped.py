"""What comes with the program: whole, in both languages, and never over what the firm made of it."""

from __future__ import annotations

import pytest
from django.utils import translation

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.playbooks import selectors, services, shipping, steps
from vernost.playbooks.models import Moment, Playbook, Version

SHIPPED = shipping.every()
MOMENTS = (
    "spin", "objection", "small_talk", "networking", "call_back", "promise_broken", "winback", "courtesy",
    "late_delivery", "slipping", "first_call", "birthday", "unanswered_request",
)  # fmt: skip


def everything(model: type) -> list[object]:
    return list(model.objects.unscoped(reason="test").values())  # type: ignore[attr-defined]


@pytest.mark.parametrize("slug", SHIPPED)
def test_each_is_whole_in_both_languages(slug: str) -> None:
    content = SHIPPED[slug]
    read = steps.read(content["steps"])
    assert len(read) >= 5 and not list(steps.faults(read))
    assert content["title"]["title_ru"] and content["title"]["title_en"]
    for one in read:
        for texts in (one.text, *(option.text for option in one.options)):
            assert texts["ru"] and texts["en"] and texts["ru"] != texts["en"]
            assert any("а" <= sign <= "я" for sign in texts["ru"].casefold())
            assert not any("а" <= sign <= "я" for sign in texts["en"].casefold())


def test_every_moment_of_the_practice_has_one(db: None) -> None:
    with translation.override("ru"):
        shown = selectors.for_moments(SYSTEM, MOMENTS)
        assert set(shown) == set(MOMENTS)
        assert shown["objection"].steps[0].said.startswith("Дослушайте")
    with translation.override("en"):
        assert shown["objection"].steps[0].said.startswith("Hear it out")
    kinds = {one.spin for one in shown["spin"].steps} - {""}
    assert kinds == {"situation", "problem", "implication", "payoff"}


def test_loaded_again_nothing_changes(db: None) -> None:
    before = everything(Playbook), everything(Version), everything(Moment)
    assert before[0] and shipping.load_shipped() == 0
    assert (everything(Playbook), everything(Version), everything(Moment)) == before


def test_a_newer_text_of_ours_comes_only_where_the_firm_changed_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = cast.actor("marketer")
    edited = Playbook.objects.visible_to(actor).get(slug="birthday")
    draft = services.draft_begin(actor, playbook_id=edited.pk)
    content = [dict(one) for one in draft.steps]
    content[0]["text"] = {"ru": "Наши слова", "en": "Our words"}
    services.draft_save(actor, playbook_id=edited.pk, content=content, revision=draft.revision)
    services.draft_publish(actor, playbook_id=edited.pk)
    away = Playbook.objects.visible_to(actor).get(slug="networking")
    services.playbook_archive(actor, playbook_id=away.pk)
    newer = shipping.every()
    for slug in ("birthday", "spin", "networking"):
        newer[slug]["steps"][0]["text"] = {"ru": "Новее", "en": "Newer"}
    monkeypatch.setattr(shipping, "every", lambda: newer)
    assert shipping.load_shipped() == 2
    texts = {
        one.slug: (one.current.number, one.current.read_steps[0].text["en"], one.archived_at is not None)
        for one in Playbook.objects.visible_to(actor).select_related("current")
    }
    assert texts["birthday"] == (2, "Our words", False)
    assert texts["spin"] == (2, "Newer", False)
    assert texts["networking"] == (2, "Newer", True), "put away it stays put away"


def test_a_moment_the_firm_took_stays_with_its_own(cast: Cast) -> None:
    actor = cast.actor("marketer")
    services.playbook_archive(actor, playbook_id=Playbook.objects.visible_to(actor).get(slug="birthday").pk)
    own = services.playbook_add(actor, title_ru="Свой", moments=["birthday"])
    shipping.load_shipped()
    assert Moment.objects.visible_to(actor).get(name="birthday").playbook == own


def test_a_base_that_was_emptied_gets_them_back(db: None) -> None:
    """``flush`` says nothing of the state of migrations."""
    from vernost.playbooks.apps import load

    for playbook in Playbook.objects.unscoped(reason="test"):
        Playbook.objects.unscoped(reason="test").filter(pk=playbook.pk).update(current=None)
        playbook.delete()
    load()
    assert len(everything(Playbook)) == len(SHIPPED)
