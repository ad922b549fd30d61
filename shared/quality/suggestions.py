"""What a shop can do better, from the issues of many conversations: the gaps of its catalogue, words not known."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.quality.finding import RULES
from shared.quality.issue import TEXTS, Issue

MOST_EXAMPLES = 3


@dataclass(frozen=True)
class Scored:
    """A scored conversation as far as suggestions read it; `satisfaction` is 1 to 5."""

    session_id: str
    satisfaction: float
    issues: tuple[Issue, ...]

    @classmethod
    def from_body(cls, session_id: str, score: Mapping[str, Any] | None) -> "Scored | None":
        """From a session's `qualityScore`; None without one, or with one that has no issues yet."""
        if not score or "issues" not in score or "satisfaction" not in score:
            return None
        issues = tuple(Issue.from_body(body) for body in score["issues"] if body.get("code") in TEXTS)
        return cls(session_id, float(score["satisfaction"]["overall"]), issues)

    @property
    def lost(self) -> bool:
        """The shopper gave up, or was displeased with the whole."""
        low = self.satisfaction <= RULES["lost"]["atMost"]
        return low or any(issue.code == "abandoned" for issue in self.issues)


@dataclass(frozen=True)
class Suggestion:
    """`conversations` have the issue, `lost` of them were lost chats, of which `examples` are some session ids first;
    `about` is what they have in common: a word, an attribute, a wish, or nothing but the kind of issue."""

    code: str
    about: str
    conversations: int
    lost: int
    examples: tuple[str, ...]

    @property
    def text(self) -> str:
        return TEXTS[self.code]["do"].format(about=self.about)


@dataclass
class _Tally:
    sessions: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def suggestions(conversations: Iterable[Scored]) -> list[Suggestion]:
    """Those that cost most chats first, then those met most often. A conversation counts once for each."""
    tallies: dict[tuple[str, str], _Tally] = {}
    for scored in conversations:
        for key in dict.fromkeys(key for issue in scored.issues for key in _keys(issue)):
            tally = tallies.setdefault(key, _Tally())
            (tally.lost if scored.lost else tally.sessions).append(scored.session_id)
    found = [_suggestion(code, about, tally) for (code, about), tally in tallies.items()]
    return sorted(found, key=lambda one: (-one.lost, -one.conversations, one.code, one.about))


def _keys(issue: Issue) -> Iterator[tuple[str, str]]:
    counted = TEXTS[issue.code]["counted"]
    if counted == "each":
        yield from ((issue.code, about) for about in issue.about)
    else:
        yield issue.code, " + ".join(sorted(issue.about)) if counted == "together" else ""


def _suggestion(code: str, about: str, tally: _Tally) -> Suggestion:
    all_of_it = [*tally.lost, *tally.sessions]
    return Suggestion(code, about, len(all_of_it), len(tally.lost), tuple(all_of_it[:MOST_EXAMPLES]))
