"""The causes that come with the program, with what is trained to mend each: put into the base once.

Both languages stand in the row: what the firm rewords is the firm's, and no upgrade touches it.
"""

from __future__ import annotations

from typing import Any

from vernost.core import shipped

# code → cause and topic of training, in Russian and in English
CAUSES: dict[str, tuple[str, str, str, str]] = {
    "delivery": ("Доставка: сроки и состояние", "Delivery: time and state",
                 "Обещать реальные сроки и предупреждать заранее",
                 "Promising dates that hold, and telling early"),
    "price": ("Цена", "Price", "Ценность раньше цены", "Value before price"),
    "quality": ("Качество товара или работы", "Quality of goods or work",
                "Знание товара и проверка перед отдачей", "Knowing the goods, checking before handing over"),
    "manner": ("Манера общения", "Manner of the staff", "Разговор с недовольным клиентом",
               "Talking to an unhappy client"),
    "waiting": ("Долгое ожидание", "Waiting too long", "Скорость первого ответа",
                "Speed of the first answer"),
    "assortment": ("Ассортимент и наличие", "Assortment and stock", "Как предложить замену",
                   "How to offer another thing instead"),
    "promises": ("Обещали и не сделали", "A promise was not kept", "Обещание как договор",
                 "A promise is a contract"),
    "knowledge": ("Не смогли объяснить", "Could not explain", "Знание товара и понятная речь",
                  "Knowing the goods, speaking plainly"),
    "ordering": ("Неудобно заказывать", "Ordering is awkward", "Помощь с заказом по телефону",
                 "Helping with an order by telephone"),
    "mistakes": ("Ошибки в заказе и документах", "Mistakes in orders and papers",
                 "Проверка заказа вместе с клиентом", "Checking the order with the client"),
    "forgotten": ("О клиенте забыли", "The client was forgotten", "Ритм контактов",
                  "The rhythm of contacts"),
    "good": ("Всё понравилось", "All was well", "", ""),
}  # fmt: skip


def ship(using: str = "default", **kwargs: Any) -> None:
    from vernost.voice.models import Cause

    if not shipped.is_there(Cause, using):
        return
    manager = Cause._base_manager.using(using)
    known = set(manager.exclude(shipped="").values_list("shipped", flat=True))
    missing = [
        Cause(shipped=code, name=ru, name_en=en, trains=trains, trains_en=trains_en, place=place)
        for place, (code, (ru, en, trains, trains_en)) in enumerate(CAUSES.items(), start=1)
        if code not in known
    ]
    manager.bulk_create(missing, ignore_conflicts=True)
