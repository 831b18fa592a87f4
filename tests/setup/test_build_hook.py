"""Translations are compiled by the build; a broken one stops it, naming the place."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from hatch_build import BrokenCatalogue, compile_catalogues, compiled_path

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: ru\\n"\n\n'


def catalogue(root: Path, entries: str) -> Path:
    path = root / "locale" / "ru" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + entries, encoding="utf-8")
    return path


def test_it_compiles_into_the_package(tmp_path: Path) -> None:
    po = catalogue(tmp_path, 'msgid "Call today"\nmsgstr "Позвоните сегодня"\n')
    assert compile_catalogues(tmp_path) == [compiled_path(tmp_path, po)]
    folder = tmp_path / "src" / "vernost" / "locale"
    assert gettext.translation("django", folder, ["ru"]).gettext("Call today") == "Позвоните сегодня"


def test_by_hand_only_what_is_newer_is_compiled(tmp_path: Path) -> None:
    po = catalogue(tmp_path, 'msgid "a"\nmsgstr "б"\n')
    compile_catalogues(tmp_path)
    assert compile_catalogues(tmp_path, only_newer=True) == []
    later = po.stat().st_mtime + 10
    os.utime(po, (later, later))
    assert len(compile_catalogues(tmp_path, only_newer=True)) == 1


def test_a_placeholder_that_got_lost_stops_the_build(tmp_path: Path) -> None:
    catalogue(tmp_path, '#, python-format\nmsgid "%(number)d clients"\nmsgstr "%(nomer)d клиентов"\n')
    with pytest.raises(BrokenCatalogue, match="clients"):
        compile_catalogues(tmp_path)
    assert not list(tmp_path.rglob("*.mo*"))


def test_a_tree_without_translations_is_built(tmp_path: Path) -> None:
    assert compile_catalogues(tmp_path) == []
