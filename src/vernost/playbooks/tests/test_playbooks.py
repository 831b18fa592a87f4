"""Written, published, used, told back: what each may do, and what a published version never does."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from vernost.agenda import services as of_agenda
from vernost.clients import services as of_clients
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed, NotVisible
from vernost.journal.models import Entry
from vernost.playbooks import selectors, services
from vernost.playbooks.errors import DraftMoved, NoDraft
from vernost.playbooks.models import Decision, FieldNote, Outcome, Playbook, Usage, Version


def shipped(cast: Cast, slug: str = "slipping") -> Playbook:
    found: Playbook = (
        Playbook.objects.visible_to(cast.actor("owner")).select_related("current").get(slug=slug)
    )
    return found


def republished(cast: Cast, playbook: Playbook, words: str = "New words") -> Version:
    actor = cast.actor("marketer")
    draft = services.draft_begin(actor, playbook_id=playbook.pk)
    content = [dict(one) for one in draft.steps]
    content[0]["text"] = {"ru": words, "en": words}
    services.draft_save(
        actor, playbook_id=playbook.pk, content=content, what_changed="Words", revision=draft.revision
    )
    return services.draft_publish(actor, playbook_id=playbook.pk)


def test_a_draft_is_nobodys_until_it_is_published(cast: Cast) -> None:
    actor, owner = cast.actor("marketer"), cast.actor("owner")
    playbook = services.playbook_add(
        actor, title_ru="Сделка стоит", title_en="A deal waits", moments=["deal"]
    )
    assert playbook.slug == "a-deal-waits"
    assert selectors.for_moments(owner, ["deal"]) == {}
    with pytest.raises(NotVisible):
        selectors.playbook_card(owner, playbook.pk)
    with pytest.raises(Invalid, match="says nothing"):
        services.draft_publish(actor, playbook_id=playbook.pk)
    draft = services.draft_begin(actor, playbook_id=playbook.pk)
    content = [{**draft.steps[0], "text": {"ru": "Позвоните", "en": "Call"}}]
    services.draft_save(actor, playbook_id=playbook.pk, content=content, revision=draft.revision)
    services.draft_publish(actor, playbook_id=playbook.pk)
    assert selectors.for_moments(owner, ["deal"])["deal"].steps[0].said == "Call"
    with pytest.raises(NoDraft):
        services.draft_publish(actor, playbook_id=playbook.pk)


def test_published_it_never_changes_and_a_running_talk_keeps_it(cast: Cast) -> None:
    client, owner = make(cast), cast.actor("owner")
    on_screen = selectors.for_moments(owner, ["slipping"])["slipping"].version
    before = on_screen.steps
    newer = republished(cast, shipped(cast))
    assert newer.number == 2
    services.usage_record(
        owner, version_id=on_screen.pk, client_id=client.pk, outcome=Outcome.HELPED, step="open"
    )
    on_screen.refresh_from_db()
    assert on_screen.steps == before
    card = selectors.playbook_card(owner, shipped(cast).pk)
    assert [(version.number, result.used, result.helped) for version, result in card.versions] == [
        (2, 0, 0), (1, 1, 1),
    ]  # fmt: skip
    assert card.versions[1][1].by_step == {"open": 1}
    assert selectors.for_moments(owner, ["slipping"])["slipping"].version == newer


def test_of_two_who_edit_the_second_is_told_and_keeps_the_words(cast: Cast) -> None:
    playbook, actor = shipped(cast), cast.actor("director")
    draft = services.draft_begin(actor, playbook_id=playbook.pk)
    services.draft_save(actor, playbook_id=playbook.pk, content=draft.steps, revision=draft.revision)
    with pytest.raises(DraftMoved):
        services.draft_save(actor, playbook_id=playbook.pk, content=[], revision=draft.revision)
    browser = cast.browser("marketer")
    data = {"steps": "1", "key-0": "s1", "kind-0": "say", "text-0-en": "My words", "revision": "1"}
    answer = browser.post(reverse("playbook_draft", args=[playbook.pk]), data)
    text = answer.content.decode()
    assert answer.status_code == 409 and "My words" in text and 'name="revision" value="2"' in text


def test_looking_at_the_editor_writes_nothing(cast: Cast) -> None:
    playbook, browser = shipped(cast), cast.browser("marketer")
    address = reverse("playbook_draft", args=[playbook.pk])
    page = browser.get(address).content.decode()
    assert 'name="revision" value="0"' in page and "Look at the rhythm" in page
    rows = Version.objects.visible_to(cast.actor("marketer")).filter(playbook=playbook)
    assert rows.count() == 1
    data = {"steps": "1", "key-0": "s1", "kind-0": "say", "text-0-en": "Words", "revision": "0"}
    assert browser.post(address, data).status_code == 302
    assert rows.count() == 2
    assert browser.post(address, data).status_code == 409, "meanwhile there is a draft of somebody's"
    assert browser.post(address, {**data, "revision": "2", "act": "publish"}).status_code == 302
    assert browser.post(address, {**data, "revision": "3"}).status_code == 409, "it was published meanwhile"


def test_only_marketing_writes(cast: Cast) -> None:
    playbook = shipped(cast)
    for name in ("owner", "head", "support"):
        with pytest.raises(NotAllowed):
            services.draft_begin(cast.actor(name), playbook_id=playbook.pk)
        with pytest.raises(NotAllowed):
            services.playbook_add(cast.actor(name), title_ru="x")


def test_each_moment_has_one_playbook(cast: Cast) -> None:
    actor = cast.actor("marketer")
    with pytest.raises(Invalid, match="has its playbook already"):
        services.playbook_add(actor, title_ru="Ещё один", moments=["slipping"])
    with pytest.raises(Invalid):
        services.playbook_add(actor, title_ru="Ещё один", moments=["nothing"])
    with pytest.raises(Invalid):
        services.playbook_add(actor, title_ru=" ")
    services.playbook_archive(actor, playbook_id=shipped(cast).pk)
    assert "slipping" not in selectors.for_moments(actor, ["slipping"])
    services.playbook_add(actor, title_ru="Ещё один", moments=["slipping"])


def test_a_click_a_talk_and_the_second_corrects_the_first(cast: Cast) -> None:
    client, owner, version = make(cast), cast.actor("owner"), shipped(cast).current
    assert version is not None
    said: dict[str, Any] = {"version_id": version.pk, "client_id": client.pk}
    services.usage_record(owner, **said, outcome=Outcome.HELPED, step="open")
    services.usage_record(owner, **said, outcome=Outcome.HELPED, step="open")
    services.usage_record(owner, **said, outcome=Outcome.NOT)
    usage = Usage.objects.visible_to(owner).get()
    assert (usage.outcome, usage.step) == (Outcome.NOT, "")
    assert Entry.objects.filter(client_id=client.pk, kind__startswith="playbook").count() == 2
    assert services.usage_take_back(owner, version_id=version.pk, client_id=client.pk)
    assert not services.usage_take_back(owner, version_id=version.pk, client_id=client.pk)
    for wrong in ({"step": "nowhere"}, {"outcome": "loved"}):
        with pytest.raises(NotVisible):
            services.usage_record(owner, **{**said, "outcome": Outcome.HELPED, **wrong})
    with pytest.raises(NotVisible):
        services.usage_record(cast.actor("stranger"), **said, outcome=Outcome.NOT)


def test_a_note_and_its_answer_are_dated_and_have_reasons(cast: Cast) -> None:
    playbook, owner, marketer = shipped(cast), cast.actor("owner"), cast.actor("marketer")
    note = services.note_add(owner, playbook_id=playbook.pk, text="Просят цифры", step="open")
    assert note.version == playbook.current
    with pytest.raises(NotAllowed):
        services.note_answer(owner, note_id=note.pk, decision=Decision.ACCEPTED, answer="Да")
    for decision, words in (("accepted", " "), ("", "Да"), ("changed", "Да")):
        with pytest.raises(Invalid):
            services.note_answer(marketer, note_id=note.pk, decision=decision, answer=words)
    newer = republished(cast, playbook)
    answered = services.note_answer(
        marketer, note_id=note.pk, decision=Decision.CHANGED, answer="Добавили", changed_in=newer
    )
    assert answered.answered_at and answered.answered_by_id == cast.marketer.pk
    page = cast.browser("owner").get(reverse("playbook", args=[playbook.pk])).content.decode()
    assert "Просят цифры" in page and "Добавили" in page and "Changed in the playbook" in page
    with pytest.raises(Invalid):
        services.note_add(owner, playbook_id=playbook.pk, text=" ")


def test_notes_and_answers_find_those_they_are_for(cast: Cast) -> None:
    playbook, browser = shipped(cast), cast.browser("owner")
    address = reverse("playbook_note_add", args=[playbook.pk])
    browser.post(address, {"text": "Просят цифры", "step": "open"})
    browser.post(address, {"text": "Мимо", "step": "nowhere"})
    note = FieldNote.objects.visible_to(cast.actor("owner")).get()
    assert note.step == "open"
    news = {
        name: cast.browser(name).get(reverse("news")).content.decode()
        for name in ("marketer", "owner", "stranger")
    }
    assert "Просят цифры" in news["marketer"]
    assert playbook.title not in news["owner"] and playbook.title not in news["stranger"]
    services.note_answer(
        cast.actor("marketer"), note_id=note.pk, decision=Decision.ACCEPTED, answer="Спасибо"
    )
    assert playbook.title in browser.get(reverse("news")).content.decode()
    page = browser.get(reverse("playbook", args=[playbook.pk])).content.decode()
    assert 'href="#step-open">step 2' in page


def test_written_without_a_script(cast: Cast) -> None:
    browser = cast.browser("marketer")
    answer = browser.post(reverse("playbook_add"), {"title_ru": "Свой", "moments": ["deal"]})
    address = answer.headers["Location"]
    form = {
        "steps": "1",
        "key-0": "s1",
        "kind-0": "say",
        "text-0-ru": "Раз",
        "revision": "1",
        "options-0": "0",
    }
    answer = browser.post(address, {**form, "act": "add-0"})
    assert answer.headers["Location"].endswith("#step-s2")
    page = browser.get(address).content.decode()
    assert "Раз" in page and 'name="key-1" value="s2"' in page
    two = {
        **form, "steps": "2", "key-1": "s2", "kind-1": "ask", "text-1-ru": "Два?", "revision": "2",
        "options-1": "1", "option-1-0-ru": "Да", "option-1-0-to": "s1",
    }  # fmt: skip
    answer = browser.post(address, {**two, "act": "publish"})
    assert answer.status_code == 422 and "never ends" in answer.content.decode()
    done = browser.post(
        address, {**two, "option-1-0-to": "end", "revision": "3", "act": "publish"}, follow=True
    )
    assert "Два?" in done.content.decode() and "Published" in done.content.decode()


def test_versions_are_compared_step_by_step(cast: Cast) -> None:
    playbook = shipped(cast)
    version = republished(cast, playbook, "Quite other words")
    former, changes = selectors.changes(cast.actor("owner"), version)
    assert former is not None and former.number == 1
    assert [one.how for one in changes].count("changed") == 1
    address = reverse("playbook_version", args=[playbook.pk, 2])
    page = cast.browser("owner").get(address).content.decode()
    assert "Quite other words" in page and "Against version 1" in page
    draft = services.draft_begin(cast.actor("marketer"), playbook_id=playbook.pk)
    address = reverse("playbook_version", args=[playbook.pk, draft.number])
    assert cast.browser("owner").get(address).status_code == 404
    assert cast.browser("marketer").get(address).status_code == 200


def test_beside_the_line_of_today_and_back_in_a_click(cast: Cast) -> None:
    client, browser = make(cast, birthday=clock.today().replace(year=1980)), cast.browser("owner")
    page = browser.get(reverse("today")).content.decode()
    version = shipped(cast, "birthday").current
    assert version is not None
    words = f"{reverse('playbook_beside', args=[version.pk])}?client={client.pk}&next=%2Ftoday%2F"
    assert "What to say" in page and words.replace("&", "&amp;").replace("%2F", "/") in page
    for headers in ({}, {"HX-Request": "true"}):
        text = browser.get(words, headers=headers).content.decode()
        assert "One living detail" in text and ("<html" in text) == (not headers)
        assert "Hello, Ёлкин Пётр! Happy birthday!" in text
    assert cast.browser("stranger").get(words).status_code == 404
    nobody = words.replace(f"client={client.pk}", "client=")
    assert "One living detail" in cast.browser("stranger").get(nobody).content.decode()
    address = reverse("playbook_used", args=[version.pk])
    answer = browser.post(address, {"client": client.pk, "helped": "say", "next": "/today/"})
    assert answer.headers["Location"] == "/today/"
    assert Usage.objects.visible_to(cast.actor("owner")).get().step == "say"
    undo = f"{address}?act=undo&client={client.pk}"
    assert undo.replace("&", "&amp;") in browser.get("/today/").content.decode()
    browser.post(undo)
    assert not Usage.objects.visible_to(cast.actor("owner")).exists()
    evil = browser.post(address, {"client": client.pk, "next": "https://evil.test/"})
    assert evil.headers["Location"] == reverse("playbooks")


def queries(browser: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    return len(seen)


def test_a_fixed_number_of_queries(cast: Cast) -> None:
    playbook, browser, owner = shipped(cast), cast.browser("owner"), cast.actor("owner")
    addresses = [reverse("playbooks"), reverse("playbook", args=[playbook.pk]), reverse("today")]

    def talk(name: str) -> None:
        client = make(cast, name, birthday=clock.today().replace(year=1980))
        of_agenda.step_set(owner, client_id=client.pk, due_on=clock.today())
        assert playbook.current is not None
        services.usage_record(owner, version_id=playbook.current.pk, client_id=client.pk, outcome=Outcome.NOT)
        services.note_add(owner, playbook_id=playbook.pk, text=name)

    talk("Первый")
    for one in addresses:
        browser.get(one)
    few = [queries(browser, one) for one in addresses]
    for number in range(6):
        talk(f"Клиент {number}")
    assert [queries(browser, one) for one in addresses] == few
    assert few[0] <= 10 and few[1] <= 10


def test_one_query_for_all_moments(cast: Cast, django_assert_num_queries: Any) -> None:
    actor = cast.actor("owner")
    with django_assert_num_queries(1):
        assert len(selectors.for_moments(actor, ["slipping", "birthday", "winback", "", "nothing"])) == 3
    with django_assert_num_queries(0):
        assert selectors.for_moments(actor, [""]) == {}


def test_erased_and_merged_the_sums_stand(cast: Cast) -> None:
    one, other, owner = make(cast), make(cast, "Елкин Петр"), cast.actor("owner")
    version = shipped(cast).current
    assert version is not None
    for client in (one, other):
        services.usage_record(owner, version_id=version.pk, client_id=client.pk, outcome=Outcome.NOT)
    head = cast.actor("head")
    merge = of_clients.clients_merge(head, survivor_id=one.pk, absorbed_id=other.pk)
    of_clients.merge_undo(head, merge_id=merge.pk)
    of_clients.client_erase(cast.actor("director"), client_id=one.pk)
    card = selectors.playbook_card(owner, shipped(cast).pk)
    assert card.result.used == 2
