"""Adding, changing and leaving: who may, what is checked, what the journal says."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import NAMES, PASSWORD, Cast
from tests.costs import SHELL
from vernost.access.actor import Role
from vernost.core.errors import Invalid, NotAllowed
from vernost.journal.models import Entry
from vernost.staff.models import Employee, Session
from vernost.staff.services.employees import (
    employee_add,
    employee_change_role,
    employee_deactivate,
    employee_edit,
    employee_reactivate,
)
from vernost.staff.services.sign_in import password_link
from vernost.staff.tests.factories import make_employee

pytestmark = pytest.mark.django_db


def test_it_works(cast: Cast) -> None:
    added = employee_add(
        cast.actor("director"),
        email=" Anna@Firm.test ",
        name="Анна  Петрова",
        phone="8 912 345-67-89",
        role="head",
    )
    kept = Employee.objects.get(pk=added.pk)
    assert (kept.email, kept.name, kept.phone, kept.role) == (
        "anna@firm.test",
        "Анна Петрова",
        "+79123456789",
        "head",
    )
    assert not kept.has_usable_password()
    assert Entry.objects.get(kind="staff.added").text == "Director added Анна Петрова"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "director"])
def test_only_a_director_adds_changes_and_closes(cast: Cast, name: str) -> None:
    actor = cast.actor(name)
    for service, arguments in (
        (employee_add, {"email": "a@firm.test", "name": "A"}),
        (employee_edit, {"employee_id": cast.stranger.pk, "email": "a@firm.test"}),
        (employee_change_role, {"employee_id": cast.stranger.pk, "role": "director", "sees_all": True}),
        (employee_deactivate, {"employee_id": cast.director.pk}),
        (password_link, {"employee_id": cast.director.pk}),
    ):
        with pytest.raises(NotAllowed):
            service(actor, **arguments)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "OWNER@firm.test"}, "email"),
        ({"email": "nonsense"}, "email"),
        ({"email": "a\x00@firm.test"}, "email"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 200}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"phone": "12"}, "phone"),
        ({"password": "12345678901"}, "password"),
        ({"password": "short"}, "password"),
    ],
)
def test_it_refuses_what_cannot_be(cast: Cast, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        employee_add(cast.actor("director"), **{"email": "new@firm.test", "name": "New", **values})
    assert field in refused.value.fields
    assert not Employee.objects.filter(email="new@firm.test").exists()


def test_everybody_changes_their_own_data_but_not_their_key(cast: Cast) -> None:
    actor = cast.actor("owner")
    employee_edit(
        actor, employee_id=cast.owner.pk, phone="+7 495 123-45-67", language="ru", time_zone="Asia/Omsk"
    )
    entry = Entry.objects.get(kind="staff.changed")
    assert entry.changes == {
        "phone": ["", "+74951234567"],
        "language": ["en", "ru"],
        "time_zone": ["", "Asia/Omsk"],
    }
    with pytest.raises(NotAllowed):
        employee_edit(actor, employee_id=cast.owner.pk, email="mine@firm.test")
    with pytest.raises(NotAllowed):
        employee_edit(actor, employee_id=cast.teammate.pk, name="Fool")


def test_a_changed_address_is_the_new_key(cast: Cast) -> None:
    director = cast.actor("director")
    added = employee_add(director, email="old@firm.test", name="New", password=PASSWORD)
    employee_edit(director, employee_id=added.pk, email="fresh@firm.test")
    browser = cast.browser("anonymous")
    data = {"login": "fresh@firm.test", "password": PASSWORD}
    assert browser.post(reverse("account_login"), data).status_code == 302
    data["login"] = "old@firm.test"
    assert cast.browser("anonymous").post(reverse("account_login"), data).status_code == 200


def test_the_last_director_stays(cast: Cast) -> None:
    director = cast.actor("director")
    with pytest.raises(Invalid, match="only director"):
        employee_change_role(director, employee_id=cast.director.pk, role="manager", sees_all=False)
    with pytest.raises(Invalid, match="only director"):
        employee_deactivate(director, employee_id=cast.director.pk)
    second = make_employee(role=Role.DIRECTOR)
    employee_deactivate(director, employee_id=cast.director.pk)
    assert not Employee.objects.get(pk=cast.director.pk).is_active
    assert Employee.objects.get(pk=second.pk).is_active


def test_whoever_leaves_is_out_at_once(cast: Cast) -> None:
    browser = cast.browser("owner")
    assert browser.get(reverse("home")).status_code == 200
    employee_deactivate(cast.actor("director"), employee_id=cast.owner.pk)
    assert browser.get(reverse("home")).status_code == 302
    assert not Session.objects.filter(employee=cast.owner).exists()
    employee_reactivate(cast.actor("director"), employee_id=cast.owner.pk)
    assert browser.get(reverse("home")).status_code == 302


def test_a_link_sets_a_password_once(cast: Cast) -> None:
    added = employee_add(cast.actor("director"), email="new@firm.test", name="New")
    link = password_link(cast.actor("director"), employee_id=added.pk)
    browser = cast.browser("anonymous")
    form = browser.get(link, follow=True).redirect_chain[-1][0]
    answer = browser.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302
    signed_in = cast.browser("anonymous")
    data = {"login": "new@firm.test", "password": PASSWORD}
    assert signed_in.post(reverse("account_login"), data).status_code == 302
    again = cast.browser("anonymous").get(link, follow=True)
    assert "password1" not in again.content.decode()


def test_the_page_says_what_is_wrong_at_the_field(cast: Cast) -> None:
    browser = cast.browser("director")
    data = {"name": "New", "email": "owner@firm.test", "role": "manager", "language": "en"}
    page = browser.post(reverse("employee_add"), data)
    assert page.status_code == 422
    assert page.context["form"].errors["email"] == ["Somebody has this e-mail already."]
    data |= {"email": "new@firm.test", "phone": "12"}
    assert "phone" in browser.post(reverse("employee_add"), data).context["form"].errors
    data["phone"] = ""
    assert browser.post(reverse("employee_add"), data).status_code == 302


def test_a_name_is_text_wherever_it_stands(cast: Cast) -> None:
    employee_add(cast.actor("director"), email="x@firm.test", name="<script>alert(1)</script>")
    for page in ("staff", "audit"):
        text = cast.browser("director").get(reverse(page)).content.decode()
        assert "&lt;script&gt;" in text
        assert "<script>alert" not in text


@pytest.mark.parametrize("pk", [10**30, 2**63, 99999999])
def test_a_number_that_is_nobodys_is_404(cast: Cast, pk: int) -> None:
    assert cast.browser("director").get(reverse("employee", args=[pk])).status_code == 404
    assert cast.browser("director").post(reverse("employee_deactivate", args=[pk])).status_code == 404


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("staff", SHELL + 1),
        ("teams", SHELL + 1),
        ("myself", SHELL + 2),
        ("audit", SHELL + 5),
        ("terms", SHELL + 1),
    ],
)
def test_a_page_costs_a_fixed_number_of_queries(
    cast: Cast, page: str, queries: int, django_assert_num_queries: object
) -> None:
    browser = cast.browser("director")
    browser.get(reverse(page))
    for _ in range(2):
        with django_assert_num_queries(queries):  # type: ignore[operator]
            browser.get(reverse(page))
        [make_employee() for _ in range(5)]
