"""Addresses of orders and imports."""

from __future__ import annotations

from django.urls import path, re_path

from vernost.orders.pages import deliveries, imports, money, orders, returns

urlpatterns = [
    path("orders/", orders.order_list, name="orders"),
    re_path(r"^orders/export\.(?P<form>csv|xlsx)$", orders.orders_export, name="orders_export"),
    path("orders/refunds/", money.refunds, name="refunds"),
    path("orders/punctuality/", deliveries.board, name="punctuality"),
    path("orders/delays/", deliveries.delays, name="delays"),
    path("orders/delay-causes/", deliveries.causes, name="delay_causes"),
    path("orders/delay-causes/<int:pk>/", deliveries.cause_edit, name="delay_cause"),
    path("orders/delay-causes/<int:pk>/use/", deliveries.cause_use, name="delay_cause_use"),
    path("orders/returns/", returns.return_list, name="returns"),
    path("orders/<int:pk>/", orders.order_card, name="order"),
    path("orders/<int:pk>/edit/", orders.order_edit, name="order_edit"),
    path("orders/<int:pk>/cancel/", orders.order_cancel, name="order_cancel"),
    path("orders/<int:pk>/restore/", orders.order_restore, name="order_restore"),
    path("orders/<int:pk>/deliver/", orders.order_deliver, name="order_deliver"),
    path("orders/<int:pk>/delay/", deliveries.order_delay, name="order_delay"),
    path("orders/<int:pk>/told/", deliveries.order_told, name="order_told"),
    path("orders/<int:pk>/told/undo/", deliveries.order_told_undo, name="order_told_undo"),
    path("orders/<int:pk>/return/", returns.return_ask, name="return_ask"),
    path("returns/<int:pk>/step/", returns.return_step, name="return_step"),
    path("returns/<int:pk>/refund/", returns.return_refund, name="return_refund"),
    path("returns/<int:pk>/redo/", returns.return_redo, name="return_redo"),
    path("returns/<int:pk>/refuse/", returns.return_refuse, name="return_refuse"),
    path("orders/<int:pk>/pay/", money.order_pay, name="order_pay"),
    path("orders/<int:pk>/refund/", money.order_refund, name="order_refund"),
    path("clients/<int:pk>/orders/add/", orders.order_add, name="order_add"),
    path("clients/<int:pk>/refund/", money.client_refund, name="client_refund"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/<int:pk>/", imports.import_one, name="import"),
    path("imports/<int:pk>/go/", imports.import_go, name="import_go"),
    path("imports/<int:pk>/errors.csv", imports.import_errors, name="import_errors"),
]
