"""Deals out of other systems: columns by name, dirt counted, once however often, corrected."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.clients import services as of_clients
from vernost.clients.models import Client
from vernost.core.errors import Invalid, NotAllowed
from vernost.journal.models import Entry
from vernost.orders.models import Order
from vernost.sales import services
from vernost.sales.models import Deal, Stage, StageChange
from vernost.sales.selectors.analysis import Period, analysis
from vernost.sales.tests.factories import TEST, stages

HEAD = "ID;Название сделки;Компания;Ответственный;Этап сделки;Воронка;Бюджет;Дата создания сделки"
AMO = f"""{HEAD};Дата закрытия;Причина отказа
1;Кения;ООО «Ромашка»;Owner;Переговоры;Продажи;12 000,50;01.02.2026;;
2;Эфиопия;ООО «Ромашка»;Кто-то;Успешно реализовано;Продажи;5000;05.02.2026;13.02.2026;
3;Уганда;ИП Ёлкин;Owner;Закрыто и не реализовано;Продажи;700;05.02.2026;20.02.2026;The price came too early
4;Перу;ИП Ёлкин;Owner;Закрыто и не реализовано;Продажи;800;05.02.2026;20.02.2026;дорого
"""
DIRTY = """opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
a,Owner,GTXPro,Acme,Won,2016-10-20,2017-03-01,1054
b,Owner,GTX Pro,Acme,Won,2016-10-20,2017-03-01,1054
c,Owner,gtx pro,Acme,Engaging,2016-10-20,,
d,Owner,GTX Pro,,Engaging,2016-10-20,,
e,Owner,GTX Pro,Acme,Lost,2016-10-20,,0
f,Owner,GTX Pro,Acme,Lost,,,0
g,Owner,GTX Pro,Acme,Lost,2017-10-20,2017-03-01,0
h,Owner,GTX Pro,Acme,Won,2016-10-20,2999-03-01,5
i,Owner,GTX Pro,Acme,Won,2016-10-20,2017-03-01,-5
j,Owner,GTX Pro,Acme,Won,2016-10-20,2017-03-01,much
k,Owner,GTX Pro,Acme,,2016-10-20,2017-03-01,5
l,Owner,GTX Pro,Acme,Won,2016-99-20,2017-03-01,5
a,Owner,GTX Pro,Acme,Won,2016-10-20,2017-03-01,5
,,,,,,,
"""


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def written(text: str, name: str = "deals.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def deals() -> dict[str | None, Deal]:
    return {
        one.external_id: one for one in Deal.objects.unscoped(reason=TEST).select_related("stage", "client")
    }


def test_an_export_of_amocrm(cast: Cast, file: Any) -> None:
    brought = services.deals_import(SYSTEM, file(AMO), system="amo")
    assert (brought.rows, brought.rejected, brought.counts["deals_new"]) == (4, 0, 4)
    assert (brought.counts["clients_new"], brought.counts["clients_found"]) == (2, 0)
    one, won, lost, other = (deals()[number] for number in "1234")
    assert (one.title, one.amount, one.state, str(one.stage)) == (
        "Кения",
        Decimal("12000.50"),
        "open",
        "Переговоры",
    )
    assert (str(one.stage.pipeline), one.seller, one.client.owner) == ("Продажи", cast.owner, cast.owner)
    assert (won.state, won.seller, won.seller_name, won.closed_at and won.closed_at.date()) == (
        "won", None, "Кто-то", date(2026, 2, 13),
    )  # fmt: skip
    assert (lost.state, lost.reason and lost.reason.code) == ("lost", "price_early")
    assert (other.reason, other.said) == (None, "дорого")
    # What ended elsewhere stands on a stage that nobody is offered.
    assert won.stage.is_retired and won.stage not in stages()
    assert not Order.objects.unscoped(reason=TEST).exists()
    assert StageChange.objects.unscoped(reason=TEST).filter(until=None).get().deal == one
    assert Entry.objects.filter(kind="deal.came").count() == 4
    assert Entry.objects.get(kind="deal.imported").data["added"] == 4
    whole = analysis(cast.actor("director"), Period.of(date(2026, 1, 1), None))
    assert (whole.whole.won, whole.whole.lost) == (1, 2)
    assert [str(one.reason) for one in whole.reasons] == ["The price came too early", "None"]


def test_the_same_file_twice_is_one(cast: Cast, file: Any) -> None:
    path = file(AMO)
    services.deals_import(SYSTEM, path, system="amo")
    mine = deals()["1"]
    actor = cast.actor("owner")
    services.deal_change(actor, deal_id=mine.pk, version=mine.version, title="Кения, с пробой")
    again = services.deals_import(SYSTEM, path, system="amo")
    assert (again.counts["deals_new"], again.counts["deals_known"], again.counts["deals_changed"]) == (
        0,
        4,
        0,
    )
    assert deals()["1"].title == "Кения, с пробой"
    assert Client.objects.unscoped(reason=TEST).count() == 2
    # The same numbers of another system are other deals.
    assert services.deals_import(SYSTEM, path, system="bitrix").counts["deals_new"] == 4


def test_a_later_file_corrects_what_it_says_otherwise(cast: Cast, file: Any) -> None:
    services.deals_import(SYSTEM, file(AMO), system="amo")
    later = AMO.replace(
        "1;Кения;ООО «Ромашка»;Owner;Переговоры;Продажи;12 000,50;01.02.2026;;",
        "1;Кения;ООО «Ромашка»;Owner;Успешно реализовано;Продажи;11 000;01.02.2026;20.02.2026;",
    )
    brought = services.deals_import(SYSTEM, file(later), system="amo")
    assert (brought.counts["deals_changed"], brought.counts["deals_known"]) == (1, 3)
    one = deals()["1"]
    assert (one.state, one.amount, str(one.stage)) == ("won", Decimal(11000), "Переговоры")
    assert not StageChange.objects.unscoped(reason=TEST).filter(until=None).exists()
    assert "corrected by the file" in Entry.objects.get(kind="deal.corrected").text
    moved = later.replace("4;Перу;ИП Ёлкин;Owner;Закрыто и не реализовано", "4;Перу;ИП Ёлкин;Owner;Договор")
    services.deals_import(SYSTEM, file(moved), system="amo")
    again = deals()["4"]
    assert (again.state, str(again.stage), again.closed_at) == ("open", "Договор", None)
    assert (
        Stage.objects.unscoped(reason=TEST).filter(pipeline=again.stage.pipeline, is_retired=False).count()
        == 2
    )


def test_dirt_is_counted_and_told(cast: Cast, file: Any, tmp_path: Path) -> None:
    errors = tmp_path / "errors.csv"
    brought = services.deals_import(SYSTEM, file(DIRTY), errors=errors)
    assert (brought.rows, brought.rejected) == (13, 9)
    assert sorted(brought.reasons.values()) == [1] * 9
    rows = list(csv.DictReader(errors.open(encoding="utf-8-sig")))
    assert [row["number"] for row in rows] == ["d", "f", "g", "h", "i", "j", "k", "l", "a"]
    assert rows[0]["row"] == "5" and rows[0]["reason"] == "No client is named."
    # Three spellings, one product; without a day of the end the deal ended on the day it began.
    assert {one.title for one in deals().values()} == {"GTX Pro"}
    ended = deals()["e"].closed_at
    assert ended is not None and ended.date() == date(2016, 10, 20)
    named = services.deals_import(SYSTEM, file(DIRTY), unnamed="Клиент не указан")
    assert (named.rejected, named.counts["deals_new"], deals()["d"].client.name) == (8, 1, "Клиент не указан")


def test_a_list_of_products_says_the_right_spelling(cast: Cast, file: Any) -> None:
    products = file("product,price\nGTX Pro,4821\nMG Special,55\n", "products.csv")
    text = "id,client,stage,product\n1,Acme,Won,GTXPro\n".replace("Won", "Engaging")
    services.deals_import(SYSTEM, file(text), names=products)
    assert deals()["1"].title == "GTX Pro"


def test_tried_nothing_is_written(cast: Cast, file: Any) -> None:
    brought = services.deals_import(SYSTEM, file(AMO), tries=True)
    assert (brought.counts["deals_new"], brought.counts["clients_new"]) == (4, 2)
    assert deals() == {}
    assert len(stages()) == 4
    assert not Entry.objects.filter(kind__startswith="deal").exists()


def test_without_numbers_rows_are_told_apart_by_what_they_say(cast: Cast, file: Any) -> None:
    text = "Клиент;Этап;Товар;Начата;Сумма\n" + "Ёлкин Пётр;Переговоры;Кения;01.02.2026;100\n" * 2
    for new in (2, 0):
        assert services.deals_import(SYSTEM, file(text)).counts["deals_new"] == new


def test_of_whoever_was_erased_nothing_comes_back(cast: Cast, file: Any) -> None:
    path = file("ID;Клиент;Телефон;Этап\n1;Ёлкин Пётр;+79161234567;Переговоры\n2;ООО Ромашка;;Переговоры\n")
    services.deals_import(SYSTEM, path)
    client = Client.objects.unscoped(reason=TEST).get(name="Ёлкин Пётр")
    of_clients.client_erase(cast.actor("director"), client_id=client.pk)
    brought = services.deals_import(SYSTEM, path)
    assert (brought.rejected, brought.counts["deals_known"]) == (1, 1)
    assert deals()["1"].title == "…"


@pytest.mark.parametrize(
    "text", ["Клиент;Сумма\nРомашка;1\n", "Этап;Сумма\nWon;1\n", "\x00\x01\x02PK", "Клиент;Этап\n"]
)
def test_what_is_no_file_of_deals(cast: Cast, file: Any, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        services.deals_import(SYSTEM, file(text))
    assert "%(" not in str(refused.value)


def test_columns_said_by_hand_and_who_may(cast: Cast, file: Any) -> None:
    path = file("К;Где;Дело\nРомашка;Переговоры;Кения\n")
    chosen = {"client": "К", "stage": "Где", "title": "Дело"}
    assert services.deals_import(SYSTEM, path, chosen=chosen).counts["deals_new"] == 1
    for wrong in ({"client": "Нет", "stage": "Где"}, {"colour": "К"}):
        with pytest.raises(Invalid):
            services.deals_import(SYSTEM, path, chosen=wrong)
    with pytest.raises(NotAllowed):
        services.deals_import(cast.actor("owner"), path, chosen=chosen)
