"""The filter of the list: what it finds, how it reads, and that nothing breaks it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from vernost.clients import facets, services
from vernost.clients.conditions import compiled
from vernost.clients.errors import BadFilter
from vernost.clients.facets import Kind
from vernost.clients.filters import Condition, Group, Join, Not, Op, Tree, from_json, to_json
from vernost.clients.models import Client
from vernost.clients.selectors import Asked, client_list
from vernost.clients.sentences import sentence
from vernost.clients.tests.factories import make
from vernost.core import clock

DAYS = st.dates(clock.today() - timedelta(9999), clock.today() + timedelta(9999)).map(str)
VALUES = {
    Kind.TEXT: st.text(min_size=1, max_size=8)
    .map(str.strip)
    .filter(lambda text: text and "\x00" not in text),
    Kind.NUMBER: st.integers(0, 400).map(str),
    Kind.MONEY: st.decimals(0, 10**6, places=2).map(str),
    Kind.DATE: DAYS,
    Kind.TIME: DAYS,
    Kind.CHOICE: st.sampled_from(["1", "7", "99"]),
}


@st.composite
def one_condition(draw: st.DrawFn, fields: dict[str, facets.Field]) -> Condition:
    field = fields[draw(st.sampled_from(sorted(fields)))]
    op = draw(st.sampled_from(field.allowed_ops))
    if op in (Op.YES, Op.NO, Op.EMPTY, Op.FILLED):
        return Condition(field.name, op)
    value = VALUES[field.kind]
    if op in (Op.WITHIN_LAST, Op.LONGER_AGO, Op.WITHIN_NEXT, Op.YEARLY_WITHIN):
        value = st.integers(0, 400).map(str)
    if op is Op.BETWEEN:
        return Condition(field.name, op, (draw(value), draw(value)))
    if op in (Op.ANY_OF, Op.NONE_OF):
        return Condition(field.name, op, tuple(draw(st.lists(value, min_size=1, max_size=7))))
    return Condition(field.name, op, (draw(value),))


def trees(fields: dict[str, facets.Field]) -> st.SearchStrategy[Tree]:
    joins = st.sampled_from([Join.ALL, Join.ANY])
    return st.recursive(
        one_condition(fields),
        lambda inner: st.builds(Not, inner) | st.builds(Group, joins, st.lists(inner, max_size=3).map(tuple)),
        max_leaves=6,
    )


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_filter_goes_round_runs_and_reads(cast: Cast, data: st.DataObject) -> None:
    actor = cast.actor("owner")
    fields = facets.fields(actor)
    tree = data.draw(trees(fields))
    try:
        again = from_json(json.loads(json.dumps(to_json(tree))))
    except BadFilter:
        return  # deeper than we allow
    assert again == tree
    list(Client.objects.visible_to(actor).filter(compiled(actor, tree, fields))[:1])
    for language in ("en", "ru"):
        with translation.override(language):
            text = sentence(actor, tree, fields)
            assert text == sentence(actor, again, fields)
            assert "{" not in text.replace(
                "{", "", sum(value.count("{") for one in _conditions(tree) for value in one.values)
            )


def _conditions(tree: Tree) -> list[Condition]:
    from vernost.clients.filters import conditions

    return list(conditions(tree))


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        "x",
        1,
        {"all": {}},
        {"all": [1]},
        {"field": "client.name"},
        {"field": "client.name", "op": "contains"},
        {"field": "client.name", "op": "is", "value": "a\x00"},
        {"field": "client.name", "op": "DROP", "value": "1"},
        {"field": ["x"], "op": "is", "value": "1"},
        {"field": "client.rhythm", "op": "between", "value": ["1"]},
        {"not": {"not": {"not": {"not": {"not": {"not": {"field": "client.is_key", "op": "yes"}}}}}}},
        {"all": [{"field": "client.is_key", "op": "yes"}] * 41},
        {"all": [], "any": []},
        {"field": "client.tag", "op": "any_of", "value": [{"a": 1}]},
        {"field": "client.name", "op": "is", "value": "x" * 301},
    ],
)
def test_what_is_no_filter_is_refused(broken: Any) -> None:
    with pytest.raises(BadFilter):
        from_json(broken)


@pytest.mark.parametrize(
    ("field", "op", "value"),
    [
        ("client.rhythm", "at_least", "x"),
        ("client.rhythm", "at_least", "1e400"),
        ("client.rhythm", "is", "NaN"),
        ("client.created", "within_last", "1000000"),
        ("client.created", "since", "2024-02-31"),
        ("client.created", "since", "0001-01-01"),
        ("client.owner", "any_of", ["9" * 30]),
        ("client.owner", "any_of", ["x"]),
        ("no.such", "is", "1"),
        ("client.name", "yes", None),
        ("client.tag", "contains", "x"),
    ],
)
def test_values_that_fit_no_field_are_refused(cast: Cast, field: str, op: str, value: Any) -> None:
    with pytest.raises(BadFilter):
        client_list(cast.actor("owner"), Asked(tree=from_json({"field": field, "op": op, "value": value})))


def names(cast: Cast, tree: Any) -> list[str]:
    return [row.client.name for row in client_list(cast.actor("owner"), Asked(tree=from_json(tree))).rows]


def test_it_finds_what_it_says(cast: Cast) -> None:
    actor = cast.actor("owner")
    key = make(cast, "Ключевой", is_key=True, segment="Кафе", birthday="1980-01-15")
    plain = make(cast, "Обычный", rhythm_days=30, address="г. Тула", phones=["+79161234567"])
    services.clients_tag(cast.actor("head"), client_ids=[key.pk, plain.pk], add=["важный"])
    services.clients_tag(actor, client_ids=[key.pk], add=["vip"])
    vip = next(value for value, label in facets.fields(actor)["client.tag"].choices(actor) if label == "vip")  # type: ignore[misc]
    both = ["Ключевой", "Обычный"]
    for field, op, value, expected in (
        ("client.is_key", "yes", None, both[:1]),
        ("client.is_key", "no", None, both[1:]),
        ("client.tag", "any_of", [vip], both[:1]),
        ("client.tag", "none_of", [vip], both[1:]),
        ("client.tag", "filled", None, both),
        ("client.segment", "any_of", ["Кафе", "Бар"], both[:1]),
        ("client.segment", "none_of", ["Кафе"], both[1:]),
        ("client.segment", "empty", None, both[1:]),
        ("client.rhythm", "between", ["40", "20"], both[1:]),
        ("client.rhythm", "empty", None, both[:1]),
        ("client.rhythm", "at_least", "31", []),
        ("client.name", "contains", "КЛЮЧ", both[:1]),
        ("client.text", "contains", "4567", both[1:]),
        ("client.address", "contains", "тула", both[1:]),
        ("client.phone", "empty", None, both[:1]),
        ("client.created", "within_last", "0", both),
        ("client.created", "longer_ago", "0", []),
        ("client.owner", "any_of", [str(cast.owner.pk)], both),
        ("preset.key", "yes", None, both[:1]),
    ):
        assert names(cast, {"field": field, "op": op, "value": value}) == expected, (field, op)
    either = {
        "any": [
            {"field": "client.is_key", "op": "yes"},
            {"field": "client.rhythm", "op": "is", "value": "30"},
        ]
    }
    assert names(cast, either) == both
    assert names(cast, {"not": either}) == []
    assert names(cast, {"all": [either, {"not": {"field": "client.segment", "op": "filled"}}]}) == both[1:]
    assert names(cast, {}) == both
    assert names(cast, {"not": {}}) == []


@pytest.mark.parametrize(
    ("today", "birthday", "days", "found"),
    [
        ("2024-12-30", "1980-01-02", 3, True),
        ("2024-12-30", "1980-01-02", 2, False),
        ("2025-02-28", "1984-02-29", 0, True),
        ("2024-02-28", "1984-02-29", 0, False),
        ("2024-02-28", "1984-02-29", 1, True),
        ("2025-03-01", "1984-02-29", 0, False),
    ],
)
def test_birthdays_come_every_year(cast: Cast, today: str, birthday: str, days: int, found: bool) -> None:
    from datetime import datetime

    make(cast, "А", birthday=birthday)
    with clock.stopped(datetime.fromisoformat(f"{today}T12:00:00+03:00")):
        rows = names(cast, {"field": "client.birthday", "op": "yearly_within", "value": str(days)})
    assert rows == (["А"] if found else [])


def test_fields_of_the_firm(cast: Cast) -> None:
    director, actor = cast.actor("director"), cast.actor("owner")
    client = make(cast, "А")
    for label, kind, options, value, op, asked in (
        ("Цвет", "choice", ["белый", "чёрный"], "белый", "any_of", ["белый"]),
        ("Рост", "number", [], "170,5", "at_least", "170"),
        ("Дата", "date", [], "2024-05-01", "since", "2024-05-01"),
        ("Да?", "flag", [], "on", "yes", None),
        ("Слово", "text", [], "Ёлка", "contains", "елк"),
    ):
        field = services.field_define(director, label=label, kind=kind, options=options)
        assert names(cast, {"field": f"own.{field.pk}", "op": op, "value": asked}) == []
        services.value_set(actor, client_id=client.pk, field_id=field.pk, value=value)
        assert names(cast, {"field": f"own.{field.pk}", "op": op, "value": asked}) == ["А"]


def test_it_reads_as_a_sentence(cast: Cast) -> None:
    tree = {
        "all": [
            {"field": "client.owner", "op": "any_of", "value": [str(cast.owner.pk)]},
            {
                "any": [
                    {"field": "client.rhythm", "op": "at_least", "value": "1400"},
                    {"not": {"field": "client.is_key", "op": "yes"}},
                ]
            },
        ]
    }
    actor = cast.actor("owner")
    with translation.override("en"):
        text = sentence(actor, from_json(tree), facets.fields(actor))
    assert text == "manager: Owner and (stated pause at least 1,400\u00a0days or not (key client))"
    others = {"field": "client.owner", "op": "any_of", "value": [str(cast.stranger.pk)]}
    with translation.override("en"):
        assert "Stranger" not in sentence(actor, from_json(others), facets.fields(actor))


@pytest.mark.parametrize("said", ["Зелёные ёлки", "ЗЕЛЕНЫЕ ЕЛКИ", "зелЁные еЛКи"])
def test_free_text_knows_neither_case_nor_yo(cast: Cast, said: str) -> None:
    made = make(cast, "Любитель", about=f"Любит {said} 100%")
    make(cast, "Другой", about="Любит пальмы 1000")
    for op, text in (
        *(("contains", asked) for asked in ("ЁЛКИ", "елки", "Ёлки", "зЕлЁн", "100%")),
        ("begins", "люБИТ ЗЕЛЁ"),
    ):
        assert names(cast, {"field": "client.about", "op": op, "value": text}) == [made.name], (op, text)


def test_a_birthday_without_its_year(cast: Cast) -> None:
    with clock.stopped(datetime(2026, 12, 30, 9, tzinfo=UTC)):
        browser, base = cast.browser("owner"), {"kind": "person", "level": "own"}
        browser.post(reverse("client_add"), base | {"name": "Без года", "birthday": "31.12"})
        browser.post(reverse("client_add"), base | {"name": "С годом", "birthday": "31.12.1980"})
        wrong = browser.post(reverse("client_add"), base | {"name": "Нет", "birthday": "31.02"})
        assert wrong.status_code == 422 and "31.02" in wrong.content.decode()
        made = Client.objects.unscoped(reason="test").get(name="Без года")
        card = browser.get(reverse("client", args=[made.pk])).content.decode()
        assert "31 December" in card.replace("\u00a0", " ") and "1604" not in card
        form = browser.get(reverse("client_edit", args=[made.pk])).content.decode()
        assert 'value="31.12"' in form
        for op, value, found in (
            ("yearly_within", "1", ["Без года", "С годом"]),
            ("until", "1990-01-01", ["С годом"]),
            ("filled", None, ["Без года", "С годом"]),
        ):
            assert names(cast, {"field": "client.birthday", "op": op, "value": value}) == found, op
        asked = Asked(columns=("name", "birthday"))
        text = "".join(services.clients_to_csv(cast.actor("head"), asked))
        assert "31.12\r\n" in text and "1604" not in text
        with services.clients_to_xlsx(cast.actor("head"), asked) as file:
            assert b"PK" in file.read(4)
