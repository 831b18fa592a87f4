"""``vernost import`` and ``vernost export`` as people run them."""

from __future__ import annotations

from pathlib import Path

from tests.houses import House

ORDERS = (
    "Дата;Клиент;Сумма\n2026-01-05;Ёлкин Пётр;100,50\n2026-01-06;ООО Ромашка;10\n2026-02-30;ООО Ромашка;1\n"
)


def test_orders_come_and_go(own_house: House, tmp_path: Path) -> None:
    path, errors, out = tmp_path / "orders.csv", tmp_path / "errors.csv", tmp_path / "out.csv"
    path.write_text(ORDERS, encoding="utf-8")
    tried = own_house.run("import", "orders", str(path), "--dry-run", "--errors", str(errors))
    assert tried.returncode == 0, tried.stderr
    assert "Nothing was written" in tried.stdout
    assert "2026-02-30" in errors.read_text("utf-8-sig")
    for known in (0, 2):
        done = own_house.run("import", "orders", str(path))
        assert done.returncode == 0, done.stderr
        assert f"orders known {known}\n" in done.stdout
        assert done.stderr == "", "no bar where nobody looks"
    told = own_house.run("export", "orders", str(out))
    assert told.returncode == 0, told.stderr
    assert len(out.read_text("utf-8-sig").splitlines()) == 3
    assert "100.5" in out.read_text("utf-8-sig")
    assert own_house.run("export", "clients", str(out)).returncode == 0
    assert "Ёлкин Пётр" in out.read_text("utf-8-sig")


def test_deals_come_once(own_house: House, tmp_path: Path) -> None:
    path, errors = tmp_path / "deals.csv", tmp_path / "errors.csv"
    head, first, second = (
        "ID;Сделка;Компания;Этап;Бюджет",
        "1;Кения;ООО «Ромашка»;Проба;100",
        "2;Перу;;Проба;5",
    )
    path.write_text(f"{head}\n{first}\n{second}\n", encoding="utf-8")
    tried = own_house.run("import", "deals", str(path), "--dry-run", "--errors", str(errors))
    assert tried.returncode == 0, tried.stderr
    assert "Nothing was written" in tried.stdout and "deals new 1\n" in tried.stdout
    assert "Перу" in errors.read_text("utf-8-sig")
    for new, known in ((1, 0), (0, 1)):
        done = own_house.run("import", "deals", str(path), "--source", "amo")
        assert done.returncode == 0, done.stderr
        assert f"deals new {new}\ndeals known {known}\n" in done.stdout
        assert "1: No client is named." in done.stdout
    refused = own_house.run("import", "deals", str(path), "--column", "stage=Нет")
    assert refused.returncode == 2
    assert len(refused.stderr.strip().splitlines()) == 1, refused.stderr


def test_what_a_person_did_wrong_is_one_sentence(own_house: House, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(b"%PDF-1.7 \x00\x01")
    for words in (
        ("orders", str(path)),
        ("orders", str(tmp_path / "nothing.csv")),
        ("clients", str(path), "--owner", "a@b.ru"),
    ):
        done = own_house.run("import", *words)
        assert done.returncode == 2
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        assert "Traceback" not in done.stderr
