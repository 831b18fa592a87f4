"""Every text of the pages has its Russian."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils import translation

from tests.texts import ROOT, catalogue, is_said, texts

# Texts that Django and allauth bring have their own Russian; every context of ours is looked at.
FOLDERS = [context.rpartition(".")[2] for context in settings.CONTEXTS]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_text_is_said_in_russian(folder: str) -> None:
    known = catalogue()
    missing: dict[tuple[str, str], object] = {}
    for text, path in texts(ROOT / "src" / "vernost" / folder):
        if not is_said(known, text):
            missing.setdefault(text, path.relative_to(ROOT))
    assert not missing, "\n".join(
        f"{path}: {context and f'[{context}] '}{message}" for (context, message), path in missing.items()
    )


def test_it_looks_at_something() -> None:
    assert len(list(texts(ROOT / "src" / "vernost" / "ui"))) > 50


def test_the_catalogue_is_what_pages_speak() -> None:
    with translation.override("ru"):
        assert translation.pgettext("menu", "Today") == "Сегодня"
