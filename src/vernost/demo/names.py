"""Russian names that agree with each other: surname, first name and patronymic of one gender; phones,
letters, streets.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

# First name and the patronymics made of it: for sons, for daughters.
MEN = {
    "Александр": ("Александрович", "Александровна"),
    "Дмитрий": ("Дмитриевич", "Дмитриевна"),
    "Сергей": ("Сергеевич", "Сергеевна"),
    "Андрей": ("Андреевич", "Андреевна"),
    "Алексей": ("Алексеевич", "Алексеевна"),
    "Михаил": ("Михайлович", "Михайловна"),
    "Иван": ("Иванович", "Ивановна"),
    "Пётр": ("Петрович", "Петровна"),
    "Николай": ("Николаевич", "Николаевна"),
    "Владимир": ("Владимирович", "Владимировна"),
    "Илья": ("Ильич", "Ильинична"),
    "Евгений": ("Евгеньевич", "Евгеньевна"),
    "Фёдор": ("Фёдорович", "Фёдоровна"),
    "Никита": ("Никитич", "Никитична"),
    "Павел": ("Павлович", "Павловна"),
    "Роман": ("Романович", "Романовна"),
    "Лев": ("Львович", "Львовна"),
    "Григорий": ("Григорьевич", "Григорьевна"),
    "Артём": ("Артёмович", "Артёмовна"),
    "Константин": ("Константинович", "Константиновна"),
}
WOMEN = (
    "Анна",
    "Мария",
    "Елена",
    "Ольга",
    "Наталья",
    "Екатерина",
    "Татьяна",
    "Ирина",
    "Светлана",
    "Юлия",
    "Дарья",
    "Полина",
    "Ксения",
    "Вера",
    "Надежда",
    "Алина",
    "Любовь",
    "Софья",
    "Людмила",
    "Валентина",
)
SURNAMES = (
    "Иванов",
    "Смирнов",
    "Кузнецов",
    "Попов",
    "Васильев",
    "Соколов",
    "Михайлов",
    "Новиков",
    "Фёдоров",
    "Морозов",
    "Волков",
    "Алексеев",
    "Лебедев",
    "Семёнов",
    "Егоров",
    "Павлов",
    "Козлов",
    "Степанов",
    "Николаев",
    "Орлов",
    "Макаров",
    "Никитин",
    "Захаров",
    "Зайцев",
    "Соловьёв",
    "Борисов",
    "Яковлев",
    "Григорьев",
    "Королёв",
    "Ёлкин",
    "Баранов",
    "Куликов",
    "Фролов",
    "Осипов",
    "Белов",
    "Тарасов",
    "Жуков",
    "Комаров",
    "Киселёв",
    "Ильин",
    "Гусев",
    "Титов",
    "Кудрявцев",
    "Сорокин",
    "Голубев",
    "Рыбин",
    "Ершов",
    "Щербаков",
    "Лапин",
    "Дроздов",
    "Островский",
    "Вишневский",
    "Белинский",
    "Толстой",
    "Шевченко",
    "Ткаченко",
    "Черных",
    "Седых",
    "Гринберг",
    "Ким",
)
FIRMS = (
    "Тихий двор",
    "Маяк",
    "Северный ветер",
    "Утро",
    "Чайка",
    "Добрая печь",
    "Вишнёвый сад",
    "Третье место",
    "Ромашка",
    "Якорь",
    "Синий кит",
    "Точка опоры",
    "Мельница",
    "Белая ворона",
    "Парус",
    "Хлебный дом",
    "Лавка Матвея",
    "Домовой",
    "Пятый угол",
    "Старый город",
    "Кедр",
    "Облака",
    "Зерно",
    "Перекрёсток 7",
    "Гнездо",
    "Малина",
    "Полёт",
    "Берег",
    "Сова",
    "Каштан",
)
TRADES = ("кофейня", "кафе", "пекарня", "ресторан", "столовая", "отель", "коворкинг", "магазин")
STREETS = (
    "Ленина",
    "Садовая",
    "Мира",
    "Гагарина",
    "Лесная",
    "Набережная",
    "Чехова",
    "Пушкина",
    "Советская",
    "Кирова",
)
# Where, as people say it: «на Садовой».
PLACES = (
    "Садовой",
    "Лесной",
    "Мира",
    "Набережной",
    "Советской",
    "Невском",
    "Пушкинской",
    "Заречной",
    "Вокзальной",
    "Полевой",
    "Речной",
    "Южной",
    "Рыночной",
    "Школьной",
    "Солнечной",
    "Озёрной",
    "Парковой",
    "Горной",
    "Весенней",
    "Морской",
    "Тверской",
    "Арбате",
    "Петроградке",
    "Ямской",
)
CITIES = (
    "Санкт-Петербург",
    "Москва",
    "Казань",
    "Нижний Новгород",
    "Ярославль",
    "Тверь",
    "Псков",
    "Екатеринбург",
)
MAIL = ("mail.ru", "yandex.ru", "bk.ru", "list.ru", "gmail.com")
_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "sch",
            "-",
            "y",
            "-",
            "e",
            "yu",
            "ya",
        ],
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Person:
    surname: str
    first: str
    patronymic: str
    is_woman: bool

    @property
    def full(self) -> str:
        return f"{self.surname} {self.first} {self.patronymic}"

    @property
    def address_as(self) -> str:
        return f"{self.first} {self.patronymic}"

    @property
    def short(self) -> str:
        return f"{self.surname} {self.first[0]}. {self.patronymic[0]}."


def feminine(surname: str) -> str:
    """Иванов → Иванова, Островский → Островская, Толстой → Толстая; Черных, Шевченко, Ким stay."""
    if surname.endswith(("ский", "цкий")):
        return surname[:-2] + "ая"
    if surname.endswith("ой"):
        return surname[:-2] + "ая"
    if surname.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return surname + "а"
    return surname


def person(dice: random.Random) -> Person:
    surname, father = dice.choice(SURNAMES), dice.choice(list(MEN))
    if dice.random() < 0.56:
        return Person(feminine(surname), dice.choice(WOMEN), MEN[father][1], True)
    return Person(surname, dice.choice(list(MEN)), MEN[father][0], False)


def firm(dice: random.Random, taken: set[str]) -> str:
    """A name that nobody of the firm's clients has yet: by title, by title and street, as branches are."""
    while True:
        found = _firm(dice)
        if found not in taken:
            taken.add(found)
            return found


def _firm(dice: random.Random) -> str:
    if dice.random() < 0.22:
        return f"ИП {person(dice).short}"
    title = dice.choice(FIRMS)
    return f"ООО «{title} на {dice.choice(PLACES)}»" if dice.random() < 0.85 else f"ООО «{title}»"


def phone(dice: random.Random) -> str:
    return f"+79{dice.choice((3, 5, 6, 8))}{dice.randint(10**7, 10**8 - 1)}"


def mail(dice: random.Random, words: str, number: int) -> str:
    letters = "".join(
        _LATIN.get(sign, "-" if sign in " -" else "") for sign in words.casefold() if sign != "ъ"
    )
    return f"{letters.replace('--', '-').strip('-')[:24]}{number}@{dice.choice(MAIL)}"


def address(dice: random.Random) -> str:
    return f"{dice.choice(CITIES)}, ул. {dice.choice(STREETS)}, д. {dice.randint(1, 120)}"


def inn(dice: random.Random) -> str:
    """Ten digits with the right check digit; the region 00 is nobody's."""
    signs = [0, 0, *(dice.randint(0, 9) for _place in range(7))]
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    check = sum(one * weight for one, weight in zip(signs, weights, strict=True)) % 11 % 10
    return "".join(map(str, [*signs, check]))
