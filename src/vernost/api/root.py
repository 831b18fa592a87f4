"""The API at /api/v1/: its routers live with their contexts (``<context>/api/routes.py``)."""

from __future__ import annotations

from ninja import NinjaAPI

from vernost.agenda.api.routes import router as agenda
from vernost.api import answers
from vernost.api.once import once
from vernost.api.tokens import Bearer
from vernost.clients.api.routes import router as clients
from vernost.indicators.api.routes import router as indicators
from vernost.intake.api.routes import router as requests
from vernost.orders.api.routes import router as orders
from vernost.reviews.api.routes import router as reviews
from vernost.voice.api.routes import router as surveys

api = NinjaAPI(
    title="Vernost",
    version="1",
    description="Keeping clients: requests, clients, orders, talks, promises, tasks. See docs/api.md.",
    urls_namespace="api",
    auth=Bearer(),
    docs_url=None,  # its page would load scripts from somebody else's server
)
api.add_decorator(once)
answers.register(api)
api.add_router("/requests", requests)
api.add_router("/clients", clients)
api.add_router("/orders", orders)
api.add_router("/reviews", reviews)
api.add_router("/surveys", surveys)
api.add_router("", agenda)
api.add_router("/indicators", indicators)
