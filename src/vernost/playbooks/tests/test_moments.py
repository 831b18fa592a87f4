"""Every moment that a line of Today speaks of has a name here and a playbook of ours."""

from __future__ import annotations

import re

from tests.texts import ROOT
from vernost.agenda import causes
from vernost.agenda.rules import RANKS
from vernost.playbooks import moments, shipping

SAID = re.compile(r'(?:\bmoment=|\bMOMENT = )"([a-z_]+)"')


def test_no_line_is_left_without_words() -> None:
    known = dict(moments.every())
    shipped = {name for content in shipping.every().values() for name in content["moments"]}
    folders = [one for one in (ROOT / "src" / "vernost").rglob("*.py") if "tests" not in one.parts]
    said = {name for path in folders for name in SAID.findall(path.read_text(encoding="utf-8"))}
    said |= {one.moment for one in causes.every() if one.moment} | set(RANKS)
    assert len(said) >= 8
    assert said <= set(known), "name it in playbooks/moments.py"
    assert said <= shipped, "ship words for it, or say here why it needs none"
