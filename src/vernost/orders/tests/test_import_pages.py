"""A file brought in the browser: looked at, tried, imported, its errors taken away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import Cast
from vernost.core import jobs
from vernost.orders.models import ImportRun, ImportState, Order
from vernost.orders.tests.factories import HEADERS, written
from vernost.orders.tests.test_import_orders import ROWS


def uploaded(path: Path, name: str = "orders.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, path.read_bytes())


def run_sweep() -> None:
    jobs.due()
    jobs.SWEEPS["imports"].work()


def settled(browser: Any, run: ImportRun, **more: str) -> Any:
    page = browser.get(reverse("import", args=[run.pk]))
    initial = {name: field.initial or "" for name, field in page.context["form"].fields.items()}
    return browser.post(reverse("import", args=[run.pk]), {**initial, **more})


def test_from_the_file_to_the_orders(cast: Cast, tmp_path: Path) -> None:
    browser = cast.browser("head")
    path = written(tmp_path / "o.csv", ROWS)
    answer = browser.post(reverse("imports"), {"kind": "orders", "file": uploaded(path)})
    run = ImportRun.objects.unscoped(reason="test").get()
    assert answer.headers["Location"] == reverse("import", args=[run.pk])
    assert "Ромашка" in browser.get(reverse("import", args=[run.pk])).content.decode(), (
        "the first rows are shown"
    )
    assert settled(browser, run).status_code == 302
    busy = browser.get(
        reverse("import", args=[run.pk]), headers={"HX-Request": "true", "HX-Target": "standing"}
    )
    assert "every 2s" in busy.content.decode()
    run_sweep()
    run.refresh_from_db()
    assert (run.state, Order.objects.unscoped(reason="test").count()) == (ImportState.TRIED, 0)
    assert "cannot be taken" in browser.get(reverse("import", args=[run.pk])).content.decode()
    errors: Any = browser.get(reverse("import_errors", args=[run.pk]))
    assert "2026-02-30" in b"".join(errors.streaming_content).decode()
    assert browser.post(reverse("import_go", args=[run.pk])).status_code == 302
    run_sweep()
    run.refresh_from_db()
    assert (run.state, Order.objects.unscoped(reason="test").count()) == (ImportState.DONE, 3)
    assert browser.get(reverse("import", args=[run.pk])).status_code == 200
    assert "orders.csv" in browser.get(reverse("imports")).content.decode()


def test_columns_chosen_by_hand_are_remembered(cast: Cast, tmp_path: Path) -> None:
    browser, headers = cast.browser("head"), ("Когда", "Кто", "Сколько денег")
    path = written(tmp_path / "o.csv", [("2026-01-05", "А Б", "10")], headers)
    browser.post(reverse("imports"), {"kind": "orders", "file": uploaded(path)})
    run = ImportRun.objects.unscoped(reason="test").get()
    assert settled(browser, run).status_code == 422, "nobody can tell which column is which"
    chosen = {"column_date": "Когда", "column_client": "Кто", "column_amount": "Сколько денег"}
    assert settled(browser, run, **chosen).status_code == 302
    browser.post(reverse("imports"), {"kind": "orders", "file": uploaded(path)})
    again = ImportRun.objects.unscoped(reason="test").latest("id")
    assert {again.mapping[name] for name in ("date", "client", "amount")} == set(headers)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 \x00\x01", "a PDF document"),
        (b"PK\x03\x04nothing", "damaged"),
        (b"", ""),
        (b"\x00\x01\x02" * 999, "binary"),
    ],
)
def test_a_file_that_lies_about_its_type(cast: Cast, content: bytes, said: str) -> None:
    file = SimpleUploadedFile("orders.csv", content)
    answer = cast.browser("head").post(reverse("imports"), {"kind": "orders", "file": file})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ImportRun.objects.unscoped(reason="test").exists()


def test_a_huge_file_is_sent_to_the_command(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    defaults = {"kind": "orders", "file": uploaded(written(tmp_path / "o.csv", ROWS, HEADERS))}
    import vernost.orders.services.imports as imports

    monkeypatch.setitem(imports.import_start.__kwdefaults__, "largest", 10)  # type: ignore[arg-type]
    answer = cast.browser("head").post(reverse("imports"), defaults)
    assert answer.status_code == 422
    assert "vernost import" in answer.content.decode()


def test_another_persons_import_does_not_exist(cast: Cast, tmp_path: Path) -> None:
    cast.browser("head").post(
        reverse("imports"), {"kind": "orders", "file": uploaded(written(tmp_path / "o.csv", ROWS))}
    )
    run = ImportRun.objects.unscoped(reason="test").get()
    assert cast.browser("marketer").get(reverse("import", args=[run.pk])).status_code == 404
    assert cast.browser("director").get(reverse("import", args=[run.pk])).status_code == 200


def test_a_marketer_brings_clients_only(cast: Cast, tmp_path: Path) -> None:
    file = uploaded(written(tmp_path / "o.csv", ROWS))
    answer = cast.browser("marketer").post(reverse("imports"), {"kind": "orders", "file": file})
    assert answer.status_code == 403


def test_what_lacks_is_said_in_the_words_of_the_page(cast: Cast) -> None:
    """The report's commands name columns by options; in a browser there are none."""
    browser = cast.browser("head")
    cast.head.language = "ru"
    cast.head.save()
    bare = SimpleUploadedFile("без-дат.csv", "А;Б\n1;2\n3;4\n".encode())
    address = browser.post(reverse("imports"), {"kind": "orders", "file": bare}).headers["Location"]
    page = browser.get(address)
    text = page.content.decode()
    assert "--client" not in text and "Say below" not in text
    assert "Укажите ниже, какой столбец что значит." in text
    form = page.context["form"]
    assert [row["field"].name for row in form.usual] == ["column_client", "column_date", "column_amount"]
    assert {row["field"].name for row in form.further} >= {"column_phone", "column_margin"}
    picture = SimpleUploadedFile("фото.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    refused = browser.post(reverse("imports"), {"kind": "orders", "file": picture})
    assert refused.status_code == 422
    assert "фото.csv — картинка, а не таблица заказов" in refused.content.decode().replace("\u00a0", " ")
