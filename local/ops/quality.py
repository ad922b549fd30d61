"""What a shop's conversations ask for, and how they would go under another ranking."""

from collections.abc import Iterator, Sequence
from typing import Any

from local.ops.refused import Refused
from shared.catalogue.repository import Catalogue
from shared.discovery.matching import WEIGHTS
from shared.discovery.tuning import Tuning
from shared.platform.ports.documents import Document, Order, Query
from shared.platform.tenant import ClientDocuments
from shared.quality.replay import Conversation, Difference, Engine, Replay, embedded, replay
from shared.quality.suggestions import Scored, suggestions
from shared.shopper.collections import SESSIONS
from shared.shopper.session import Session
from shared.shopper.transcript import Transcript

_PAGE = 500
MOST_MESSAGES = 200
MOST_FACTOR = 100.0
TERMS = frozenset(name for part in ("base", "session", "wishes") for name in WEIGHTS[part])


def suggested(documents: ClientDocuments, limit: int) -> list[dict[str, Any]]:
    """What to do about the issues of all scored sessions, those that cost most chats first."""
    read = (Scored.from_body(one.id, one.body.get("qualityScore")) for one in _sessions(documents, ("qualityScore",)))
    return [
        {
            "code": one.code,
            "about": one.about,
            "conversations": one.conversations,
            "lost": one.lost,
            "text": one.text,
            "examples": list(one.examples),
        }
        for one in suggestions(scored for scored in read if scored)[:limit]
    ]


def replayed(
    documents: ClientDocuments, factors: dict[str, float], limit: int, *, stored: bool
) -> tuple[Replay, dict[str, Any]]:
    """The newest `limit` conversations under changed weights, against the answers that are stored or, else, against
    the ranking without the change; the replay, and what to show of it. Raises `NothingToReplay`."""
    catalogue = Catalogue(documents)
    engine = embedded(catalogue.index(), catalogue.get_many, Tuning(factors=factors, variant="replay"))
    before: Engine | None = None if stored else embedded(catalogue.index(), catalogue.get_many)
    done = replay(_conversations(documents, limit), engine, catalogue.get_many, before=before)
    return done, {
        "conversations": len(done.each),
        "before": round(done.before, 2),
        "after": round(done.after, 2),
        "points": done.points,
        "regression": done.is_regression,
        "worst": [_shown(one) for one in done.worst],
    }


def factors_in(given: Sequence[str]) -> dict[str, float]:
    """`colour=0` as the factor of a term's weight. Raises `Refused` for what is no such pair."""
    found: dict[str, float] = {}
    for pair in given:
        name, _, value = pair.partition("=")
        if name.removeprefix("avoid.") not in TERMS:
            raise Refused(f"There is no term {name!r}. There are: {', '.join(sorted(TERMS))}.")
        try:
            found[name] = float(value)
        except ValueError:
            raise Refused(f"A factor is like colour=0 or price=1.5, not {pair!r}.") from None
        if not 0 <= found[name] <= MOST_FACTOR:
            raise Refused(f"A factor is from 0 to {MOST_FACTOR}, not {value}.")
    return found


def _conversations(documents: ClientDocuments, limit: int) -> Iterator[Conversation]:
    transcript, left = Transcript(documents), limit
    for document in _sessions(documents, ()):
        if left <= 0:
            return
        if messages := transcript.last(document.id, MOST_MESSAGES):
            yield Conversation(document.id, tuple(messages), Session.from_document(document).face)
            left -= 1


def _sessions(documents: ClientDocuments, fields: tuple[str, ...]) -> Iterator[Document]:
    """The newest first; with all their fields when none are named."""
    cursor: str | None = None
    while True:
        order = Order("createdAt", descending=True)
        page = documents.query(Query(SESSIONS, {}, order=order, limit=_PAGE, cursor=cursor, fields=fields or None))
        yield from page.items
        if (cursor := page.next_cursor) is None:
            return


def _shown(one: Difference) -> dict[str, Any]:
    return {"sessionId": one.session_id, "before": one.before, "after": one.after, "points": one.points}
