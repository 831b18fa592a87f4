"""The course that comes with the program, put into the base once; then it is the firm's."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from vernost.core import clock, shipped


def ship(using: str = "default", **kwargs: Any) -> None:
    """Every course of ``shipped/*.toml`` that the base does not know."""
    from vernost.team.models import Course, Version

    if not shipped.is_there(Version, using):
        return
    known = set(Course._base_manager.using(using).exclude(code="").values_list("code", flat=True))
    for code, said in read().items():
        if code in known:
            continue
        now = clock.now()
        course = Course(code=code, published_at=now, required_since=now, **said["course"])
        course.save(using=using)
        version = Version(course=course, published_at=now, **said["version"])
        version.save(using=using)
        course.current = version
        course.save(using=using, update_fields=["current"])


def read() -> dict[str, dict[str, Any]]:
    folder = files("vernost.team").joinpath("shipped")
    return {
        one.name.removesuffix(".toml"): tomllib.loads(one.read_text(encoding="utf-8"))
        for one in sorted(folder.iterdir(), key=lambda file: file.name)
        if one.name.endswith(".toml")
    }
