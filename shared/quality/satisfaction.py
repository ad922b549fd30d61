"""How satisfied the user of a dialogue is, 1 to 5, at each of their turns and with the whole: a rule with its terms.

It needs texts alone and works for any task (booking, buying, recommending). A turn is judged by what came before it
and by the user's own words; the dialogue also by how it ended. Fitted to no ratings: data/satisfaction.json says what
each number means.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import tanh
from typing import Literal

from shared.quality.acts import Utterance, read
from shared.quality.satisfaction_rule import Rule, rule
from shared.quality.signals import Signals, of_reply, of_user, wants

LOWEST, HIGHEST = 1.0, 5.0
OF_USER = frozenset(  # terms that are the user's own words
    {
        *("feeling", "thanks", "accepts", "affirms", "closes"),
        *("complains", "corrects", "changes", "declines", "asksAgain"),
    }
)
Speaker = Literal["user", "system"]
_NOTHING = read("")


@dataclass(frozen=True)
class Said:
    speaker: Speaker
    text: str


@dataclass(frozen=True)
class TurnSatisfaction:
    """`turn` counts all texts of the dialogue from 0; `terms` are weight x signal, those that are not 0."""

    turn: int
    value: float
    terms: Mapping[str, float]


@dataclass(frozen=True)
class Satisfaction:
    """`overall` for the dialogue and one entry for each user turn, in order; neutral without any user turn."""

    overall: float
    turns: tuple[TurnSatisfaction, ...]

    def to_body(self) -> dict[str, object]:
        turns = [{"turn": one.turn, "satisfaction": round(one.value, 3)} for one in self.turns]
        return {"overall": round(self.overall, 3), "turns": turns}


@dataclass(frozen=True)
class _Exchange:
    """What the system said since the user's last turn (None before the first), and the user's turn after it."""

    turn: int
    reply: Utterance | None
    said: Utterance


def satisfaction(dialogue: Sequence[Said], language: str = "en") -> Satisfaction:
    """Judges a dialogue in order of time. Any text is taken; what is not a word counts as nothing said."""
    exchanges, last_reply = _exchanges(dialogue, language)
    turns = _turns(exchanges, rule(), language)
    return Satisfaction(_overall(turns, exchanges, last_reply, rule()), tuple(turns))


def _exchanges(dialogue: Sequence[Said], language: str) -> tuple[list[_Exchange], Utterance | None]:
    exchanges: list[_Exchange] = []
    answers: list[str] = []
    for turn, said in enumerate(dialogue):
        if said.speaker == "system":
            answers.append(said.text)
            continue
        answered = bool(exchanges) or bool(answers)
        reply = read("\n".join(answers), language) if answered else None
        exchanges.append(_Exchange(turn, reply, read(said.text, language)))
        answers = []
    return exchanges, read("\n".join(answers), language) if answers else None


def _turns(exchanges: Sequence[_Exchange], rule: Rule, language: str) -> list[TurnSatisfaction]:
    turns: list[TurnSatisfaction] = []
    said: list[Utterance] = []
    replies: list[Utterance] = []
    for exchange in exchanges:
        opening = not said
        signals = of_user(exchange.said, exchange.reply, said, rule, language)
        if exchange.reply is not None and said:
            signals |= of_reply(exchange.reply, said[-1], replies, rule)
            replies.append(exchange.reply)
        terms = _terms(signals, rule, rule.opening if opening else 1.0)
        if turns:
            terms["carry"] = rule.carry * (turns[-1].value - rule.neutral)
        turns.append(TurnSatisfaction(exchange.turn, _on_scale(sum(terms.values()), rule), terms))
        said.append(exchange.said)
    return turns


def _terms(signals: Signals, rule: Rule, share: float) -> dict[str, float]:
    return {name: share * rule.weights[name] * signal for name, signal in signals.items() if signal}


def _overall(
    turns: Sequence[TurnSatisfaction], exchanges: Sequence[_Exchange], last_reply: Utterance | None, rule: Rule
) -> float:
    if not turns:
        return rule.neutral
    whole = rule.dialogue
    late = [1 + whole.recency * place / max(1, len(turns) - 1) for place in range(len(turns))]
    felt = sum(weight * turn.value for weight, turn in zip(late, turns, strict=True)) / sum(late)
    worst = min(turn.value for turn in turns)
    beyond = felt + whole.lowest * (worst - felt) - rule.neutral
    replies = [exchange.reply for exchange in exchanges if exchange.reply] + ([last_reply] if last_reply else [])
    if any("succeeds" in reply.acts and "fails" not in reply.acts for reply in replies):
        beyond += whole.done
    return _on_scale(beyond + _ending(exchanges[-1].said, last_reply or _NOTHING, rule), rule)


def _ending(said: Utterance, reply: Utterance, rule: Rule) -> float:
    if said.acts & {"closes", "thanks"} and not said.acts & {"complains", "corrects"}:
        return rule.dialogue.closes_well
    unmet = not reply.length or reply.acts & {"fails", "lost"}
    return rule.dialogue.open_end if wants(said) and unmet else 0.0


def _on_scale(beyond: float, rule: Rule) -> float:
    """1 to 5: the sum of the terms, bent near the ends so that more of a good or bad thing still counts."""
    reach = HIGHEST - rule.neutral if beyond > 0 else rule.neutral - LOWEST
    return rule.neutral + reach * tanh(beyond / reach)
