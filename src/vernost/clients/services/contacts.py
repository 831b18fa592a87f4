"""Phones, e-mails and key people of a client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.clients import kinds
from vernost.clients.models import Client, Email, KeyPerson, Phone
from vernost.clients.rules import email_of, phone_of, tidy
from vernost.clients.services.saving import checked, search_refresh, tidied
from vernost.core.errors import Conflict, Invalid, NotVisible
from vernost.core.practice import COUNTRY
from vernost.journal.write import apply, record
from vernost.staff.models import Employee

PERSON_FIELDS = ("name", "address_as", "position", "decides", "matters", "interests", "birthday")


def no_such_phone() -> Invalid:
    return Invalid(phone=_("This is no phone number. Write it with its code: +7 916 123-45-67."))


def no_such_email() -> Invalid:
    return Invalid(email=_("This is no e-mail address."))


def put_phone(
    client: Client, text: str, *, label: str = "", person: KeyPerson | None = None
) -> tuple[Phone, bool]:
    """The phone of the client, and whether it is new. The caller asked the policy and refreshes the
    search."""
    known = phone_of(text, COUNTRY.value())
    if known is None:
        raise no_such_phone()
    number, extension = known
    row = Phone(client=client, number=number, extension=extension, label=tidy(label), person=person)
    mine = Phone._base_manager.filter(client=client, number=number, extension=extension).first()
    if mine is not None:
        return mine, False
    row.clean_fields(exclude={"backwards"})
    row.save()
    return row, True


def put_email(
    client: Client, text: str, *, label: str = "", person: KeyPerson | None = None
) -> tuple[Email, bool]:
    address = email_of(text)
    if address is None:
        raise no_such_email()
    mine = Email._base_manager.filter(client=client, address=address).first()
    if mine is not None:
        return mine, False
    row = Email(client=client, address=address, label=tidy(label), person=person)
    row.clean_fields()
    row.save()
    return row, True


@transaction.atomic
def phone_add(
    actor: Actor, *, client_id: int, phone: str, label: str = "", person_id: int | None = None
) -> Phone:
    """Adding the same phone twice changes nothing."""
    client: Client = fetch(actor, Client, client_id, verb="client.edit", lock=True)
    row, new = put_phone(client, phone, label=label, person=_person_of(client, person_id))
    if new:
        search_refresh(client)
        record(actor, kinds.PHONE_ADDED, subject=row, client_id=client.pk, data={"phone": row.number})
    return row


@transaction.atomic
def phone_remove(actor: Actor, *, phone_id: int) -> None:
    row: Phone = fetch(actor, Phone, phone_id)
    client: Client = fetch(actor, Client, row.client_id, verb="client.edit", lock=True)
    record(actor, kinds.PHONE_REMOVED, subject=row, client_id=client.pk, data={"phone": row.number})
    row.delete()
    search_refresh(client)


@transaction.atomic
def email_add(
    actor: Actor, *, client_id: int, email: str, label: str = "", person_id: int | None = None
) -> Email:
    client: Client = fetch(actor, Client, client_id, verb="client.edit", lock=True)
    row, new = put_email(client, email, label=label, person=_person_of(client, person_id))
    if new:
        search_refresh(client)
        record(actor, kinds.EMAIL_ADDED, subject=row, client_id=client.pk, data={"email": row.address})
    return row


@transaction.atomic
def email_remove(actor: Actor, *, email_id: int) -> None:
    row: Email = fetch(actor, Email, email_id)
    client: Client = fetch(actor, Client, row.client_id, verb="client.edit", lock=True)
    record(actor, kinds.EMAIL_REMOVED, subject=row, client_id=client.pk, data={"email": row.address})
    row.delete()
    search_refresh(client)


def _person_of(client: Client, person_id: int | None) -> KeyPerson | None:
    if person_id is None:
        return None
    person: KeyPerson | None = KeyPerson._base_manager.filter(client=client, pk=person_id).first()
    if person is None:
        raise NotVisible
    return person


@transaction.atomic
def person_add(
    actor: Actor,
    *,
    client_id: int,
    name: str,
    known_by: Sequence[int] = (),
    phone: str = "",
    email: str = "",
    **values: Any,
) -> KeyPerson:
    """A key person of a client (rule 1.8), with a phone and an e-mail of theirs at once if known."""
    client: Client = fetch(actor, Client, client_id, verb="client.edit", lock=True)
    _only_person_fields(values)
    person = KeyPerson(client=client, **tidied(KeyPerson, {"name": name, **values}))
    checked(person)
    person.save(force_insert=True)
    person.known_by.set(_employees(known_by))
    if phone:
        put_phone(client, phone, person=person)
    if email:
        put_email(client, email, person=person)
    search_refresh(client)
    record(actor, kinds.PERSON_ADDED, subject=person, client_id=client.pk, data={"person": person.name})
    return person


@transaction.atomic
def person_change(
    actor: Actor, *, person_id: int, version: int, known_by: Sequence[int] | None = None, **values: Any
) -> KeyPerson:
    person: KeyPerson = fetch(actor, KeyPerson, person_id, lock=True)
    client: Client = fetch(actor, Client, person.client_id, verb="client.edit", lock=True)
    _only_person_fields(values)
    wanted = tidied(KeyPerson, values)
    if version != person.version:
        differing = {name: now for name in wanted if (now := getattr(person, name)) != wanted[name]}
        raise Conflict(changes={name: (None, now) for name, now in differing.items()})
    changes = apply(person, wanted)
    if known_by is not None:
        before = sorted(person.known_by.values_list("pk", flat=True))
        after = sorted(
            person.known_by.model._default_manager.filter(pk__in=_employees(known_by)).values_list(
                "pk", flat=True
            )
        )
        if before != after:
            person.known_by.set(after)
            changes["known_by"] = (before, after)
    if not changes:
        return person
    checked(person)
    person.version += 1
    person.save(update_fields=[*(name for name in changes if name != "known_by"), "version"])
    if "name" in changes:
        search_refresh(client)
    record(
        actor,
        kinds.PERSON_CHANGED,
        subject=person,
        client_id=client.pk,
        changes=changes,
        data={"person": person.name},
    )
    return person


@transaction.atomic
def person_remove(actor: Actor, *, person_id: int) -> None:
    """Their phones and e-mails stay with the client."""
    person: KeyPerson = fetch(actor, KeyPerson, person_id, lock=True)
    client: Client = fetch(actor, Client, person.client_id, verb="client.edit", lock=True)
    record(actor, kinds.PERSON_REMOVED, subject=person, client_id=client.pk, data={"person": person.name})
    person.delete()
    search_refresh(client)


def _only_person_fields(values: dict[str, Any]) -> None:
    unknown = values.keys() - set(PERSON_FIELDS)
    if unknown:
        raise TypeError(f"not for editing: {', '.join(sorted(unknown))}")


def _employees(ids: Sequence[int]) -> list[int]:
    return list(Employee.objects.filter(pk__in=ids).values_list("pk", flat=True))
