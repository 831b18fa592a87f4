"""The signing key: random, made on the first start, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from vernost.config.environment import BadEnvironment


def kept_key(data: Path) -> str:
    file = data / "secret-key"
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _make(file)
        key = file.read_text(encoding="ascii").strip()
    except OSError as error:
        raise BadEnvironment(f"VERNOST_DATA is {data}, where the key cannot be kept: {error}.") from error
    if len(key) < 50:
        raise BadEnvironment(f"{file} is damaged: delete it and a new key is made (everybody signs in anew).")
    return key


def _make(file: Path) -> None:
    """Two processes may start at once: a link appears whole or not at all, and the first one wins."""
    draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
