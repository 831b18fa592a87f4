"""What every test may use. Test people and firms stand in ``tests/cast.py``, once there are any."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from hatch_build import compile_catalogues

ROOT = Path(__file__).resolve().parent.parent

# On shared machines an example may take any time, and CI must fail for the same reason twice.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("here"), derandomize=True, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "here"))


def pytest_configure(config: pytest.Config) -> None:
    """A translation just edited is the one under test; with xdist the first process does it for all."""
    if not hasattr(config, "workerinput"):
        compile_catalogues(ROOT, only_newer=True)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> str:
    """Debian's chromium. Where there is none the test fails: a page nobody opened is a page not tested."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.fail("There is no chromium here. Debian: sudo apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data too large for the repository: ``shared/data`` beside it, or ``VERNOST_SHARED_DATA``."""
    folder = Path(os.environ.get("VERNOST_SHARED_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}")
    return folder
