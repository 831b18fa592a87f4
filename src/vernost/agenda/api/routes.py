"""/contacts, /promises, /tasks"""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Status

from vernost.access.pages import actor_of_request
from vernost.agenda import selectors, services
from vernost.agenda.api.schemas import (
    ContactIn,
    ContactOut,
    PromiseIn,
    PromiseOut,
    TaskIn,
    TaskOut,
    contact_shown,
    promise_shown,
    task_shown,
)
from vernost.agenda.models import Done, Kept
from vernost.core.rest import BIGGEST_ID, After, Limit, Paged, paged

router = Router()
OfClient = Annotated[int | None, Query(None, ge=1, le=BIGGEST_ID)]


@router.post(
    "/contacts", response={201: ContactOut}, summary="A talk, and what follows from it", tags=["Contacts"]
)
def contact_log(request: HttpRequest, said: ContactIn) -> Status[ContactOut]:
    made = services.contact_log(actor_of_request(request), **said.model_dump())
    return Status(201, contact_shown(made))


@router.get("/promises", response=Paged[PromiseOut], summary="Promises by their day", tags=["Promises"])
def promise_list(
    request: HttpRequest,
    state: Kept = Kept.OPEN,
    client_id: OfClient = None,
    after: After = "",
    limit: Limit = 50,
) -> Paged[PromiseOut]:
    actor = actor_of_request(request)
    page = selectors.promises(actor, state=state, client_id=client_id, after=after, limit=limit)
    return paged(page, promise_shown)


@router.post(
    "/promises", response={201: PromiseOut}, summary="Something promised to a client", tags=["Promises"]
)
def promise_make(request: HttpRequest, said: PromiseIn) -> Status[PromiseOut]:
    made = services.promise_make(actor_of_request(request), **said.model_dump())
    return Status(201, promise_shown(made))


@router.get("/tasks", response=Paged[TaskOut], summary="Next steps by their day", tags=["Tasks"])
def task_list(
    request: HttpRequest,
    state: Done = Done.OPEN,
    client_id: OfClient = None,
    after: After = "",
    limit: Limit = 50,
) -> Paged[TaskOut]:
    actor = actor_of_request(request)
    page = selectors.steps(actor, state=state, client_id=client_id, after=after, limit=limit)
    return paged(page, task_shown)


@router.post("/tasks", response={201: TaskOut}, summary="A next step with a client", tags=["Tasks"])
def task_add(request: HttpRequest, said: TaskIn) -> Status[TaskOut]:
    made = services.step_set(actor_of_request(request), **said.model_dump())
    return Status(201, task_shown(made))
