"""Addresses of orders and imports."""

from __future__ import annotations

from django.urls import path, re_path

from vernost.orders.pages import imports, money, orders

urlpatterns = [
    path("orders/", orders.order_list, name="orders"),
    re_path(r"^orders/export\.(?P<form>csv|xlsx)$", orders.orders_export, name="orders_export"),
    path("orders/refunds/", money.refunds, name="refunds"),
    path("orders/<int:pk>/", orders.order_card, name="order"),
    path("orders/<int:pk>/edit/", orders.order_edit, name="order_edit"),
    path("orders/<int:pk>/cancel/", orders.order_cancel, name="order_cancel"),
    path("orders/<int:pk>/restore/", orders.order_restore, name="order_restore"),
    path("orders/<int:pk>/deliver/", orders.order_deliver, name="order_deliver"),
    path("orders/<int:pk>/delay/", money.order_delay, name="order_delay"),
    path("orders/<int:pk>/pay/", money.order_pay, name="order_pay"),
    path("orders/<int:pk>/refund/", money.order_refund, name="order_refund"),
    path("clients/<int:pk>/orders/add/", orders.order_add, name="order_add"),
    path("clients/<int:pk>/refund/", money.client_refund, name="client_refund"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/<int:pk>/", imports.import_one, name="import"),
    path("imports/<int:pk>/go/", imports.import_go, name="import_go"),
    path("imports/<int:pk>/errors.csv", imports.import_errors, name="import_errors"),
]
