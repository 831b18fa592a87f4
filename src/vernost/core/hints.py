"""What each threshold of the practice does, in a sentence or two: read where it is set.

A test fails for a threshold without its sentence, and for a sentence without its threshold.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Text

HINTS: dict[str, Text] = {
    "firm.name": _("Stands in letters and on pages that clients see."),
    "firm.phone": _("Where clients call back; in letters beside the manager's own."),
    "firm.country": _("Two letters: RU, KZ, BY. So 8 916… of a file becomes +7 916…."),
    "hours.week": _(
        "Days 1–7 from Monday, then spans of hours. Deadlines in working hours count only these."
    ),
    "hours.holidays": _("On these days no deadline runs."),
    "trust.window": _("Of the contacts and purchases of so many days: how many the client began."),
    "rhythm.pauses": _("With fewer pauses a client is measured by their segment, then by the whole base."),
    "lost_line.times": _(
        "Whoever buys every 3 months is lost after 4 months of silence: a third longer than usual, "
        "4/3. More: fewer alarms, later."
    ),
    "lost_line.quantile": _(
        "Uneven buyers get a later line: 0.9 is the pause that nine of ten of their own pauses stay under."
    ),
    "lost_line.floor": _("So that whoever buys daily is not lost after a weekend."),
    "lost_line.unasked_horizon": _(
        "How long after passing the line a purchase counts as “came back unasked”."
    ),
    "returned.purchases": _("Until then the returned client is fragile and treated with extra care."),
    "returned.rhythms": _("The later of the two ends the care."),
    "loss.good_low": _("The green band on the yardstick of the loss report."),
    "loss.good_high": _("The end of the green band."),
    "forecast.horizon": _("Over how many days a purchase and its worth are foretold."),
    "margin.share": _("Counts LTV where the orders say no margin; the page says so."),
    "abc.a": _("Clients from the dearest on, until they bring this share: class A."),
    "abc.b": _("Up to this share: class B; the rest is C."),
    "abc.window": _("Profit of so many days; whole months."),
    "cost.hour": _("With it the minutes logged with a client lower their profit. Zero: not counted."),
    "xyz.x": _("Even buyers: their months differ by no more than this."),
    "xyz.y": _("Nearly even; above it everybody is Z. In retail nearly all are."),
    "pareto.profit": _("Whom the page calls the few who bring most."),
    "pareto.tail": _("How much work goes to those who bring the last of it."),
    "nps.pause": _("Nobody is pestered with questions."),
    "survey.correct": _("By the same link; afterwards the answer stands as it is."),
    "survey.link": _("Later answers are about something else; the page says so kindly."),
    "nps.weak": _("Below it the page says so plainly."),
    "nps.threshold": _("From here on loyalty is near."),
    "nps.leaders": _("The best firms of a trade stand here."),
    "nps.critic_call": _("Nine working hours are a working day."),
    "nps.repeat": _("Whether the help was felt: the mark before and after stands with the answer."),
    "nps.repeat_in_pause": _("Without it, they are asked once the pause is over."),
    "nps.thanks_letter": _("A call is warmer; a letter comes where promoters are many."),
    "nps.cause_repeats": _(
        "Named by so many critics and passives of a period, it is offered as an improvement."
    ),
    "mouth.promoters": _("For the estimate of word of mouth."),
    "mouth.critic": _("For the estimate of what bad fame costs."),
    "mouth.tells": _("How far bad fame goes; no money is counted by it."),
    "mouth.tells_most": _("How far bad fame goes; no money is counted by it."),
    "review.asks": _("By letter, to whoever has agreed to letters. Off: only by hand, from the card."),
    "review.after": _("Time to try what was bought."),
    "review.pause": _("However often they buy, nobody is asked more often."),
    "review.open": _("After it the page of the letter says that it is closed."),
    "review.praise": _("After praise the manager asks for a recommendation."),
    "review.blame": _("Such a review is taken as a complaint at once. 0: none is."),
    "mouth.complains": _("The others leave in silence; so many stand behind one complaint."),
    "complaint.acknowledge": _("A letter goes out at once; this is for those who have no address."),
    "complaint.facts": _("Ask those who were there before asking for patience."),
    "complaint.agree": _("What the client agrees to is a promise with a day."),
    "complaint.carry_out": _("Where a day was agreed with the client, that day counts."),
    "complaint.confirm": _("Only the client ends a complaint: ask, and ask again."),
    "complaint.silence": _("After it the head is told."),
    "complaint.alone": _("Above it the head decides; in the firm's currency."),
    "standard.rings": _("A standard of service."),
    "standard.letter": _("Counted in working hours."),
    "standard.request": _("Whoever answers first sells."),
    "standard.fresh": _("An older one is history, of a file too: it is counted, and nobody is asked."),
    "standard.tasks": _("The rest stands in the list of broken standards, so that the day is not drowned."),
    "request.fell_through": _(
        "After so many working days without an answer a request counts as fallen through, and its client is "
        "in that list."
    ),
    "return.days": _("A return stands open with this day; what is not settled by it is marked as overdue."),
    "order.large": _("Thank the client and ask whether all is well; in the firm's currency."),
    "courtesy.after": _(
        "Time to unpack and try; an order whose delivery nobody follows counts from its own day."
    ),
    "courtesy.calls": _("More calls than that nobody makes well; zero: forms always, where a letter may go."),
    "courtesy.open": _("Then the link in the letter opens no form any more."),
    "contact.silence_a": _("Then a contact is due: nobody is forgotten."),
    "contact.silence_b": _("The same for the middle class."),
    "contact.silence_c": _("The same for the rest."),
    "poll.shown_from": _("With fewer answers one could guess who wrote."),
    "winback.long_ago": _("Two more rhythms past the line: another plan is needed."),
    "winback.control": _("Without them nobody knows whether the winning back worked."),
    "winback.newcomers": _("What the practice expects of cold acquaintances, to compare with."),
    "winback.asked": _("What the practice expects of a good plan, to compare with."),
    "winback.practice_weight": _(
        "Until you have about so many cases of your own, the practice speaks louder."
    ),
    "winback.horizon": _("Counted from the start, for those asked and for those left alone alike."),
    "winback.a_day": _("A big round is spread over days, so that it does not drown one."),
    "winback.why_a_day": _("Of the two best classes only; zero asks nobody."),
    "offer.variants": _("More to choose from, and nobody chooses."),
    "commission.share": _("Paid where no rule of commission fits; zero: then nothing is."),
    "commission.heads": _("Otherwise everybody sees their own alone, and the director all."),
    "letters.offers_low": _("The rest of a letter is of use to the client."),
    "letters.offers_high": _("Above it a letter is an advertisement."),
    "letters.a_week": _("What is above it waits; zero stops campaigns."),
    "letters.a_month": _("So that the firm is not forgotten."),
    "letters.quiet": _("From–to; a letter due at night waits for the morning."),
    "safety.cards": _("Whoever opens unusually many, and more than this, is shown to the director."),
    "safety.exported": _("The same for exports: the base must not walk away."),
    "people.training_first": _("Until it is passed clients cannot be handed to a newcomer."),
    "ideas.days": _("What waits longer stands behind the bell of heads and director."),
    "training.grace": _("Newcomers pass it before their first client."),
}
