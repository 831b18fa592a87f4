"""docs/api.md has a heading for every endpoint, and none for one that is gone."""

from __future__ import annotations

import re
from pathlib import Path

from vernost.api.root import api

DOCS = Path(__file__).resolve().parents[4] / "docs" / "api.md"


def endpoints() -> set[str]:
    document = api.get_openapi_schema()
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, every in document["paths"].items()
        for method in every
    }


def test_every_endpoint_has_its_heading() -> None:
    headings = set(re.findall(r"^### `((?:GET|POST) \S+)`$", DOCS.read_text(encoding="utf-8"), re.M))
    assert len(headings) >= 10
    assert headings == endpoints()


def test_the_document_is_of_the_version_we_promise() -> None:
    document = api.get_openapi_schema()
    assert document["openapi"].startswith("3.1")
    assert all("operationId" in one for every in document["paths"].values() for one in every.values())
