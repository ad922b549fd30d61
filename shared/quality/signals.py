"""What one exchange tells of a user's satisfaction: how the system answered, and how the user takes it."""

import re
from collections.abc import Sequence

from shared.quality.acts import Utterance, read, without_topic
from shared.quality.satisfaction_rule import Likeness, Rule
from shared.quality.sentiment import polarity

Signals = dict[str, float]
_SAID_OUTRIGHT = ("thanks", "accepts", "closes", "complains", "corrects", "changes")
_NO_REFUSAL = frozenset({"closes", "indifferent", "corrects", "accepts", "thanks"})
_ROUTINE = frozenset({"offersMore", "farewells"})
_SOME_ANSWER = frozenset({"succeeds", "fails", "lost", "farewells", "affirms", "declines", "stalls"})
_CLAUSE = re.compile(r"[^.,;!?\n]+[.,;!?\n]*")
FACTS_SHARE = 0.7  # of an answer's worth; the rest is taking up the request's own words


def of_user(
    said: Utterance, reply: Utterance | None, before: Sequence[Utterance], rule: Rule, language: str
) -> Signals:
    """How the user takes `reply`, in their own words: feeling -1 to 1, others 0 to 1. `before`: their earlier turns.

    The answer to an open question tells of the topic ("I hate musicals"): feeling counts half there, refusal nothing.
    """
    acts = _meant(said, reply)
    found = {act: 1.0 for act in _SAID_OUTRIGHT if act in acts}
    on_topic = reply is not None and only_asks(reply) and "openQuestion" in reply.acts
    found["feeling"] = feeling(said.text, language) * (rule.feeling_on_topic if on_topic else 1.0)
    if "affirms" in acts and "accepts" not in acts:
        found["affirms"] = 1.0
    if "declines" in acts and not acts & _NO_REFUSAL and not on_topic:
        found["declines"] = 1.0
    if "closes" not in acts:
        found["asksAgain"] = alike(said, before, rule.asks_again)
    return found


def _meant(said: Utterance, reply: Utterance | None) -> frozenset[str]:
    """ "No, thanks" is no thanks and closes only when no request follows; "no" to "anything else?" closes."""
    acts = said.acts
    if "politeNo" in acts:
        acts = (acts - {"thanks", "declines"}) | (set() if "requests" in acts else {"closes"})
    if reply is not None and "offersMore" in reply.acts and "declines" in acts and not wants(said):
        acts = acts | {"closes"}
    return acts


def feeling(text: str, language: str) -> float:
    """-1 to 1. Joy in a clause that wishes ("a lovely hotel, please") is left out: it says nothing of the service."""
    whole = polarity(without_topic(text, language), language)
    if whole <= 0:
        return whole
    told = [clause for clause in _CLAUSE.findall(text) if not wants(read(clause, language))]
    return polarity(without_topic(" ".join(told), language), language)


def of_reply(reply: Utterance, request: Utterance, before: Sequence[Utterance], rule: Rule) -> Signals:
    """How the system answered `request`: each 0 to 1. `before`: its earlier replies."""
    if not reply.length:
        return {"silent": 1.0}
    found = _outcome(reply, rule)
    if not reply.acts & {"fails", "lost"}:
        found["answers"] = answered(reply, request, rule)
    if ignores(reply, request):
        found["ignores"] = 1.0
    if not reply.acts & _ROUTINE:
        found["repeats"] = alike(reply, [other for other in before if reply.facts <= other.facts], rule.repeats)
    if "stalls" in reply.acts and not reply.facts:
        found["stalls"] = 1.0
    run = min(_questions_in_a_row([*before[-rule.questions_in_a_row :], reply]), rule.questions_in_a_row)
    found["keepsAsking"] = max(0, run - 1) / (rule.questions_in_a_row - 1)
    return found


def alike(one: Utterance, before: Sequence[Utterance], limits: Likeness) -> float:
    """How far a text says again what one of the last turns before it said: 0 to 1."""
    if len(one.content) < limits.least_words:
        return 0.0
    closest = max((_overlap(one.content, other.content) for other in before[-limits.turns :]), default=0.0)
    return max(0.0, (closest - limits.alike_from) / (1 - limits.alike_from))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The mean of the Jaccard index and of the share of `one` in `other`: a long wish is said again in few words."""
    shared = len(one & other)
    return (shared / len(one | other) + shared / len(one)) / 2


def answered(reply: Utterance, request: Utterance, rule: Rule) -> float:
    """How far the reply brings something: facts that the request did not name, and the request's own words."""
    facts = min(1.0, len(reply.facts - request.facts) / rule.facts_for_full)
    taken_up = len(reply.content & request.content) / len(request.content) if request.content else 0.0
    return FACTS_SHARE * facts + (1 - FACTS_SHARE) * taken_up


def ignores(reply: Utterance, request: Utterance) -> bool:
    """The user wanted something, and the reply has none of its words, no yes or no, fact, question or outcome."""
    if not wants(request) or reply.acts & _SOME_ANSWER:
        return False
    return not (reply.content & request.content or reply.facts or reply.asks)


def only_asks(reply: Utterance) -> bool:
    """A question that brings nothing with it."""
    return reply.asks and not reply.facts and not reply.acts & (_ROUTINE | {"succeeds"})


def wants(said: Utterance) -> bool:
    """The turn leaves something for the system to do."""
    asking = said.asks or bool(said.acts & {"requests", "corrects", "complains"})
    return asking and "closes" not in said.acts


def _outcome(reply: Utterance, rule: Rule) -> Signals:
    if "lost" in reply.acts:
        return {"lost": 1.0}
    if "fails" in reply.acts:
        return {"fails": rule.fails_with_offer if "offersInstead" in reply.acts else 1.0}
    return {"succeeds": 1.0} if "succeeds" in reply.acts else {}


def _questions_in_a_row(replies: Sequence[Utterance]) -> int:
    run = 0
    for reply in reversed(replies):
        if not only_asks(reply):
            break
        run += 1
    return run
