"""Every default of the practice that a director may change, in the order of its rules.

``TERM.value()`` reads it.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.core.terms import Group, flag, line, number, whole
from vernost.core.worktime import read_holidays, read_hours, read_quiet

DAYS, HOURS, MINUTES, PERCENT = _("days"), _("hours"), _("minutes"), _("%")
F, H, R, W = Group.FIRM, Group.HOURS, Group.RHYTHM, Group.WORTH
V, C, B, S, L, D = Group.VOICE, Group.CARE, Group.WINBACK, Group.SELLING, Group.LETTERS, Group.SAFETY

FIRM_NAME = line("firm.name", F, _("Name of the firm, as clients know it"), "")
FIRM_PHONE = line("firm.phone", F, _("Phone for clients"), "")
COUNTRY = line("firm.country", F, _("Country of phone numbers written without a code"), "RU")

WORK_HOURS = line(
    "hours.week",
    H,
    _("Working hours of the week, breaks cut out"),
    "1-5 09:00-13:00 14:00-18:00",
    read=read_hours,
)
HOLIDAYS = line(
    "hours.holidays",
    H,
    _("Holidays: each year (MM-DD) or once (YYYY-MM-DD); with + a working day"),
    "01-01 01-02 01-03 01-04 01-05 01-06 01-07 01-08 02-23 03-08 05-01 05-09 06-12 11-04",
    read=read_holidays,
)

TRUST_WINDOW = whole("trust.window", R, _("Trust index looks back"), 365, 30, 3650, rule="1.9", unit=DAYS)
PAUSES_NEEDED = whole("rhythm.pauses", R, _("Own rhythm from so many pauses on"), 3, 1, 20, rule="2.2")
LOST_LINE_TIMES = number(
    "lost_line.times", R, _("Lost line: rhythm times this"), "1.3333", "1", "10", rule="2.3"
)
LOST_LINE_QUANTILE = number(
    "lost_line.quantile", R, _("Lost line: or this share of own pauses"), "0.9", "0.5", "1", rule="2.3"
)
LOST_LINE_FLOOR = whole("lost_line.floor", R, _("Lost line: never under"), 14, 1, 365, rule="2.3", unit=DAYS)
UNASKED_HORIZON = whole(
    "lost_line.unasked_horizon",
    R,
    _("Came back unasked: looked for within"),
    365,
    30,
    730,
    rule="2.3",
    unit=DAYS,
)
FRAGILE_PURCHASES = whole(
    "returned.purchases", R, _("Returned: until further purchases"), 3, 1, 20, rule="2.4"
)
FRAGILE_RHYTHMS = whole(
    "returned.rhythms", R, _("Returned: or until rhythms have passed"), 2, 1, 20, rule="2.4"
)
LOSS_GOOD_LOW = number(
    "loss.good_low", R, _("Good firms lose a year, from"), "9", "0", "100", rule="2.6", unit=PERCENT
)
LOSS_GOOD_HIGH = number(
    "loss.good_high", R, _("Good firms lose a year, to"), "11", "0", "100", rule="2.6", unit=PERCENT
)
HORIZON = whole("forecast.horizon", R, _("Forecasts look ahead"), 365, 7, 1825, rule="2.8", unit=DAYS)

MARGIN_SHARE = number(
    "margin.share", W, _("Margin where orders carry none"), "20", "0", "100", rule="3.1", unit=PERCENT
)
ABC_A = number("abc.a", W, _("A: the first share of profit"), "80", "1", "99", rule="3.2", unit=PERCENT)
ABC_B = number("abc.b", W, _("B: up to the share of profit"), "95", "1", "100", rule="3.2", unit=PERCENT)
ABC_WINDOW = whole("abc.window", W, _("ABC looks back"), 365, 30, 3650, rule="3.2", unit=DAYS)
HOUR_RATE = number(
    "cost.hour", W, _("Cost of an hour of work with a client"), "0", "0", "1000000", rule="3.2"
)
XYZ_X = number("xyz.x", W, _("X: variation up to"), "10", "0", "1000", rule="3.3", unit=PERCENT)
XYZ_Y = number("xyz.y", W, _("Y: variation up to"), "25", "0", "1000", rule="3.3", unit=PERCENT)
PARETO_PROFIT = number(
    "pareto.profit", W, _("Pareto: share of profit"), "80", "1", "99", rule="3.5", unit=PERCENT
)
PARETO_TAIL = number(
    "pareto.tail", W, _("Pareto: the last share of profit"), "15", "1", "99", rule="3.5", unit=PERCENT
)

NPS_PAUSE = whole("nps.pause", V, _("One client is asked again after"), 90, 1, 730, rule="4.3", unit=DAYS)
SURVEY_CORRECT = whole(
    "survey.correct", V, _("An answer may be corrected within"), 24, 1, 720, rule="4.1", unit=HOURS
)
SURVEY_LINK = whole(
    "survey.link", V, _("The link of a survey letter stays open for"), 60, 1, 365, rule="4.1", unit=DAYS
)
NPS_WEAK = whole("nps.weak", V, _("NPS: under this, clients do not value us"), 10, -100, 100, rule="4.2")
NPS_THRESHOLD = whole("nps.threshold", V, _("NPS: at the threshold from"), 45, -100, 100, rule="4.2")
NPS_LEADERS = whole("nps.leaders", V, _("NPS: among the leaders from"), 50, -100, 100, rule="4.2")
CRITIC_CALL = whole(
    "nps.critic_call", V, _("A critic is called within working"), 9, 1, 90, rule="4.4", unit=HOURS
)
CAUSE_REPEATS = whole(
    "nps.cause_repeats", V, _("A cause repeats from so many answers on"), 3, 2, 100, rule="4.5"
)
NPS_REPEAT = whole(
    "nps.repeat", V, _("A critic who was helped is asked again after"), 14, 0, 365, rule="4.4", unit=DAYS
)
NPS_REPEAT_IN_PAUSE = flag(
    "nps.repeat_in_pause", V, _("This one time, in spite of the pause between surveys"), False, rule="4.3"
)
NPS_THANKS_LETTER = flag(
    "nps.thanks_letter", V, _("A promoter is thanked by a letter at once, not by hand"), False, rule="4.4"
)
PROMOTERS_PER_NEW = number(
    "mouth.promoters", V, _("Promoters who bring one new client"), "2", "0.1", "100", rule="4.6"
)
CRITIC_TURNS_AWAY = number("mouth.critic", V, _("Clients a critic turns away"), "5", "0", "100", rule="4.6")
CRITIC_TELLS = number("mouth.tells", V, _("People a critic tells, at least"), "4", "0", "100", rule="4.6")
CRITIC_TELLS_MOST = number(
    "mouth.tells_most", V, _("People a critic tells, at most"), "6", "0", "100", rule="4.6"
)
ONE_IN_COMPLAINS = number(
    "mouth.complains", V, _("One unhappy client complains of"), "10", "1", "100", rule="4.6"
)
REVIEWS_ASKED = flag("review.asks", V, _("After a delivery clients are asked for a review"), True, rule="4.7")
REVIEW_AFTER = whole(
    "review.after", V, _("A review is asked for after the delivery by"), 7, 0, 90, rule="4.7", unit=DAYS
)
REVIEW_PAUSE = whole(
    "review.pause", V, _("One client is asked for a review again after"), 90, 1, 730, rule="4.7", unit=DAYS
)
REVIEW_OPEN = whole(
    "review.open", V, _("The link to write a review stays open for"), 180, 1, 730, rule="4.7", unit=DAYS
)
REVIEW_PRAISE = whole("review.praise", V, _("A review is praise from stars"), 4, 2, 5, rule="4.7")
REVIEW_BLAME = whole("review.blame", V, _("A review opens a complaint up to stars"), 3, 0, 4, rule="4.7")

COMPLAINT_SILENCE = whole(
    "complaint.silence", C, _("Silence to one who complained, working"), 18, 1, 180, rule="5.1", unit=HOURS
)
COMPLAINT_ACKNOWLEDGE = whole(
    "complaint.acknowledge",
    C,
    _("A complaint is acknowledged within working"),
    4,
    1,
    90,
    rule="5.1",
    unit=HOURS,
)
COMPLAINT_FACTS = whole(
    "complaint.facts",
    C,
    _("Then its facts are established within working"),
    18,
    1,
    450,
    rule="5.1",
    unit=HOURS,
)
COMPLAINT_AGREE = whole(
    "complaint.agree", C, _("Then measures are agreed within working"), 9, 1, 450, rule="5.1", unit=HOURS
)
COMPLAINT_CARRY_OUT = whole(
    "complaint.carry_out", C, _("Then they are carried out, where no day was agreed, within working"), 45, 1,
    900, rule="5.1", unit=HOURS,
)  # fmt: skip
COMPLAINT_CONFIRM = whole(
    "complaint.confirm",
    C,
    _("Then we hear from the client within working"),
    27,
    1,
    450,
    rule="5.1",
    unit=HOURS,
)
SETTLE_ALONE = number(
    "complaint.alone", C, _("An employee settles alone up to"), "3000", "0", "10000000", rule="5.1"
)
PHONE_RINGS = whole("standard.rings", C, _("The phone is answered within rings"), 5, 1, 20, rule="5.3")
LETTER_ANSWER = whole(
    "standard.letter", C, _("A letter is answered within working"), 4, 1, 90, rule="5.3", unit=HOURS
)
REQUEST_ANSWER = whole(
    "standard.request", C, _("A request is answered within working"), 15, 1, 5400, rule="5.3", unit=MINUTES
)
BREACH_FRESH = whole(
    "standard.fresh", C, _("A breach asks for an apology within"), 3, 0, 30, rule="5.3", unit=DAYS
)
BREACH_TASKS = whole(
    "standard.tasks", C, _("Apologies that wait in a manager’s day, at most"), 5, 0, 100, rule="5.3"
)
REQUEST_FELL_THROUGH = whole(
    "request.fell_through",
    C,
    _("An unanswered request fell through after working"),
    2,
    1,
    60,
    rule="1.1",
    unit=DAYS,
)
RETURN_DAYS = whole("return.days", C, _("A return is settled within"), 10, 1, 90, rule="5.4", unit=DAYS)
LARGE_ORDER = number(
    "order.large", C, _("A courtesy call after an order from"), "100000", "0", "1000000000", rule="5.5"
)
COURTESY_AFTER = whole(
    "courtesy.after", C, _("A courtesy call comes after the delivery by"), 2, 0, 60, rule="5.5", unit=DAYS
)
COURTESY_CALLS = whole(
    "courtesy.calls",
    C,
    _("A form instead, where a manager has courtesy calls waiting"),
    5,
    0,
    100,
    rule="5.5",
)
COURTESY_OPEN = whole("courtesy.open", C, _("The form stays open for"), 45, 1, 365, rule="5.5", unit=DAYS)
SILENCE_A = whole("contact.silence_a", C, _("Longest silence to class A"), 30, 1, 730, rule="5.6", unit=DAYS)
SILENCE_B = whole("contact.silence_b", C, _("Longest silence to class B"), 60, 1, 730, rule="5.6", unit=DAYS)
SILENCE_C = whole("contact.silence_c", C, _("Longest silence to class C"), 120, 1, 730, rule="5.6", unit=DAYS)

POLL_SHOWN_FROM = whole("poll.shown_from", B, _("Anonymous answers are shown from"), 3, 3, 50, rule="6.2")
LONG_AGO = number(
    "winback.long_ago", B, _("Lost long ago: rhythms past the line"), "2", "0.5", "20", rule="6.4"
)
CONTROL_GROUP = number(
    "winback.control", B, _("Control group left alone"), "10", "0", "50", rule="6.5", unit=PERCENT
)
NEWCOMERS_BUY = number(
    "winback.newcomers", B, _("Newcomers who buy"), "5", "0", "100", rule="6.6", unit=PERCENT
)
ASKED_BACK_BUY = number(
    "winback.asked", B, _("Asked back who return"), "40", "0", "100", rule="6.6", unit=PERCENT
)
PRACTICE_WEIGHT = whole(
    "winback.practice_weight",
    B,
    _("The practice’s share counts as so many own cases"),
    20,
    1,
    1000,
    rule="6.6",
)
WINBACK_HORIZON = whole(
    "winback.horizon", B, _("A purchase counts as a return within"), 90, 7, 730, rule="6.5", unit=DAYS
)
PLANS_A_DAY = whole(
    "winback.a_day", B, _("New plans given to one employee a day, at most"), 10, 1, 200, rule="6.4"
)
WHY_A_DAY = whole(
    "winback.why_a_day", B, _("Lost clients an employee is asked about a day, at most"), 3, 0, 50, rule="6.2"
)

OFFER_VARIANTS = whole("offer.variants", S, _("Variants in an offer, at most"), 3, 1, 10, rule="7.3")
COMMISSION = number(
    "commission.share",
    S,
    _("A manager's share of what own clients pay"),
    "0",
    "0",
    "100",
    rule="7.5",
    unit=PERCENT,
)

BALANCE_LOW = number(
    "letters.offers_low", L, _("Offers in a letter, from"), "40", "0", "100", rule="8.1", unit=PERCENT
)
BALANCE_HIGH = number(
    "letters.offers_high", L, _("Offers in a letter, to"), "60", "0", "100", rule="8.1", unit=PERCENT
)
LETTERS_A_WEEK = whole("letters.a_week", L, _("Letters to a client in 7 days, at most"), 2, 0, 50, rule="8.2")
LETTERS_A_MONTH = whole(
    "letters.a_month", L, _("Letters to a client in 30 days, at least"), 1, 0, 50, rule="8.2"
)
QUIET_FROM = line(
    "letters.quiet",
    L,
    _("By the client's own clock, not within"),
    "21:00-09:00",
    rule="8.4",
    read=read_quiet,
)

OPENED_CARDS_FLOOR = whole("safety.cards", D, _("Cards a day that alert nobody"), 100, 1, 100000, rule="1.2")
EXPORTED_ROWS_FLOOR = whole(
    "safety.exported", D, _("Exported rows a day that alert nobody"), 500, 0, 10**7, rule="1.2"
)
TRAINING_FIRST = flag(
    "people.training_first", D, _("Clients only after the required training"), False, rule="10.1"
)
