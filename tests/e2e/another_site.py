"""A page of the firm's own site, on another origin, under a strict policy of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@contextmanager
def site(ours: str, body: str, *, frames: bool = True) -> Iterator[str]:
    """``ours``: where our scripts come from; without ``frames`` nothing else of ours is let in."""
    policy = f"default-src 'none'; script-src {ours}"
    if frames:
        policy += f"; frame-src {ours}; form-action {ours}"
    text = f"<!doctype html><html lang=en><title>Firm</title><main><h1>Firm</h1>{body}</main>".encode()

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *args: Any) -> None:
            """Silence."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
