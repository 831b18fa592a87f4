"""What git must not hold: names of registries, locks that record them, third-party and built files."""

from __future__ import annotations

from tests.architecture.house import name_of, tracked_files

# In two pieces each, so that this file does not name them either.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "yarn" + "pkg.com",
    "deb." + "debian.org",
    "un" + "pkg.com",
    "jsde" + "livr.net",
    "cdn" + "js.com",
    "fonts.goog" + "leapis.com",
]
LOCKS_WITH_HOSTS = {
    "uv.lock",
    "poetry.lock",
    "Pipfile.lock",
    "package-lock.json",
    "yarn.lock",
    "pnpm-lock.yaml",
}
THIRD_PARTY = (".min.js", ".min.css", ".map", ".woff", ".woff2", ".ttf", ".otf", ".eot")
BUILT = (".mo", ".pyc", ".whl", ".so", ".db", ".sqlite3")


def test_no_file_names_a_registry() -> None:
    files = tracked_files()
    assert len(files) > 20, "it looked at nothing"
    found = []
    for path in files:
        text = path.read_bytes().decode("utf-8", errors="ignore").lower()
        found += [f"{name_of(path)} names {host}" for host in REGISTRIES if host in text]
    assert not found, "\n".join(found)


def test_no_lock_that_records_hosts() -> None:
    assert not [name_of(path) for path in tracked_files() if path.name in LOCKS_WITH_HOSTS]


def test_nothing_third_party_or_built_is_kept() -> None:
    endings = THIRD_PARTY + BUILT
    assert not [name_of(path) for path in tracked_files() if path.name.endswith(endings)]


def test_scripts_and_styles_were_written_by_hand() -> None:
    """A line of a thousand characters was made by a program."""
    written = [path for path in tracked_files() if path.suffix in {".js", ".css"}]
    squeezed = [
        name_of(path)
        for path in written
        if max(map(len, path.read_text(encoding="utf-8").splitlines()), default=0) > 1000
    ]
    assert not squeezed
