"""Settings from the environment: read once, strictly, and told of in docs/settings.md."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest

from vernost.config import databases, mail, secret
from vernost.config.environment import BadEnvironment, declared, read

DOCS = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


def test_defaults_are_enough() -> None:
    settings = read({})
    assert settings.data == Path("var").absolute()
    assert settings.language == "ru"
    assert settings.proxies == 0
    assert settings.hosts == ()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("VERNOST_HOST", "x", "VERNOST_HOST is not a setting of Vernost. Did you mean VERNOST_HOSTS?"),
        ("VERNOST_DEBUG", "maybe", "VERNOST_DEBUG cannot be “maybe”: use 1 or 0."),
        ("VERNOST_WEB_THREADS", "0", "VERNOST_WEB_THREADS cannot be “0”: use a whole number from 1 to 64."),
        ("VERNOST_WEB_THREADS", "-1", "VERNOST_WEB_THREADS cannot be “-1”: use a whole number from 1 to 64."),
        (
            "VERNOST_TIME_ZONE",
            "Mars",
            "VERNOST_TIME_ZONE cannot be “Mars”: use a time zone's name, such as Europe/Moscow.",
        ),
        ("VERNOST_LANG", "de", "VERNOST_LANG cannot be “de”: use one of ru, en."),
        ("VERNOST_LISTEN", "8000", "VERNOST_LISTEN cannot be “8000”: use host:port, such as 127.0.0.1:8000."),
        ("VERNOST_URL", "crm.firm.ru", "use an address that starts with http:// or https://."),
        ("VERNOST_CURRENCY", "руб", "use a currency's three letters, such as RUB."),
        (
            "DATABASE_URL",
            "mysql://x:secret@y/z",
            "DATABASE_URL cannot be its value: use an address that starts with",
        ),
        ("REDIS_URL", "localhost:6379", "REDIS_URL cannot be its value"),
        ("VERNOST_INTAKE_IMAP_URL", "imaps://mail.firm.ru", "use an address with its user and password"),
        ("VERNOST_INTAKE_IMAP_URL", "https://a:b@mail.firm.ru", "use an address that starts with imap://"),
        (
            "VERNOST_SECRET_KEY_FILE",
            "/nowhere/key",
            "VERNOST_SECRET_KEY_FILE names /nowhere/key, which cannot be read",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(name: str, value: str, said: str) -> None:
    with pytest.raises(BadEnvironment) as refused:
        read({name: value})
    text = str(refused.value)
    assert said in text
    assert "secret" not in text.replace("VERNOST_SECRET_KEY", "")
    assert "\n" not in text


def test_a_setting_may_be_kept_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(" hush \n")
    assert read({"VERNOST_SECRET_KEY_FILE": str(tmp_path / "key")}).secret_key == "hush"
    with pytest.raises(BadEnvironment, match="both set"):
        read({"VERNOST_SECRET_KEY": "a", "VERNOST_SECRET_KEY_FILE": str(tmp_path / "key")})


def test_other_names_are_nobodys_business() -> None:
    read({"PATH": "/bin", "VERNOST_TEST_POSTGRES": "postgresql://x/y"})


def test_the_document_names_every_setting_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", DOCS.read_text(encoding="utf-8"), re.M))
    expected = {
        field.metadata["name"]: f"`{field.metadata['default']}`" if field.metadata["default"] else "—"
        for field in declared()
    }
    assert rows == expected
    text = DOCS.read_text(encoding="utf-8")
    for field in declared():
        assert field.metadata["help"] in text, field.metadata["name"]


def test_the_key_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    data = tmp_path / "var"
    key = secret.kept_key(data)
    assert len(key) > 60
    assert secret.kept_key(data) == key
    assert stat.S_IMODE((data / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert os.listdir(data) == ["secret-key"]  # noqa: PTH208 - names
    (data / "secret-key").write_text("short")
    with pytest.raises(BadEnvironment, match="damaged"):
        secret.kept_key(data)


def test_where_the_key_cannot_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")
    with pytest.raises(BadEnvironment, match="VERNOST_DATA"):
        secret.kept_key(tmp_path / "var")


def test_databases_by_their_address() -> None:
    data = Path("/data")
    assert databases.database("sqlite:///base.sqlite3", data)["NAME"] == "/data/base.sqlite3"
    assert databases.database("sqlite:////elsewhere/b", data)["NAME"] == "/elsewhere/b"
    found = databases.database("postgresql://me:p%40ss@db.firm:5433/crm?sslmode=require", data)
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "me",
        "p@ss",
        "db.firm",
        "5433",
    )
    assert found["OPTIONS"] == {"sslmode": "require"}
    assert databases.database("postgresql:///crm?host=/run/postgresql", data)["HOST"] == "/run/postgresql"
    with pytest.raises(BadEnvironment, match="names no database"):
        databases.database("postgresql://me@db", data)


def test_mail_by_its_address() -> None:
    assert mail.mail("smtps://me:p%40ss@mail.firm")["EMAIL_PORT"] == 465
    plain = mail.mail("smtp://127.0.0.1:25")
    assert (plain["EMAIL_USE_TLS"], plain["EMAIL_USE_SSL"]) == (False, False)
    assert mail.mail("smtp://mail.firm")["EMAIL_USE_TLS"]
