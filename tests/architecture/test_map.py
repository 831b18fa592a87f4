"""docs/map.md has a caption for every folder of code, and none for a folder that is gone."""

from __future__ import annotations

import re

from tests.architecture.house import PACKAGE, ROOT, name_of, tracked_files

# The rooms of a context are the same in each, and are told once in CONTRIBUTING.md and design.
ROOMS = {"api", "migrations", "models", "pages", "selectors", "services", "templatetags", "tests"}
CAPTION = re.compile(r"^\| `([^`]+/)` \| (\S.*) \|$", re.MULTILINE)


def captions() -> dict[str, str]:
    return dict(CAPTION.findall((ROOT / "docs" / "map.md").read_text(encoding="utf-8")))


def test_every_folder_has_a_caption() -> None:
    tracked = tracked_files()
    packages = {path.parent for path in tracked if path.name == "__init__.py" and PACKAGE in path.parents}
    packages = {folder for folder in packages if folder.name not in ROOMS or folder.parent == PACKAGE}
    tops = {path.parents[-len(ROOT.parents) - 2] for path in tracked if path.parent != ROOT}
    folders = {name_of(folder) + "/" for folder in packages | tops}
    assert "src/vernost/analytics/" in folders, "it looked at nothing"
    assert not folders - set(captions()), "Say in docs/map.md what these are for"


def test_no_caption_of_a_folder_that_is_gone() -> None:
    gone = [folder for folder in captions() if not (ROOT / folder).is_dir()]
    assert not gone
