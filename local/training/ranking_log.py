"""What shops showed and what was chosen of it, as the trainer of the ranking needs it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared.learning.choice import shown_in
from shared.learning.lesson import WORTH
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import EVENTS, IMPRESSIONS
from shared.shopper.every import every

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Seen:
    """One impression, the first place first. `terms`: frames × names, contributions without learnt factors;
    `worth`: of what was done with each frame in the session, 0 for nothing."""

    session_id: str
    at: str
    product_ids: tuple[str, ...]
    terms: Floats
    worth: Floats


@dataclass(frozen=True)
class Logged:
    names: tuple[str, ...]
    seen: tuple[Seen, ...]


def logged(documents: ClientDocuments) -> Logged:
    """Everything that the shop still keeps, in order of time."""
    acts = _acts(documents)
    bodies = sorted((d.body for d in every(documents, IMPRESSIONS, {})), key=lambda body: str(body["at"]))
    names = tuple(sorted({name for body in bodies for item in body["items"] for name in item["terms"]}))
    return Logged(
        names, tuple(_seen(body, names, acts.get(body["sessionId"], {})) for body in bodies if body["items"])
    )


def parts(seen: Sequence[Seen], validation_share: float) -> tuple[list[Seen], list[Seen]]:
    """To learn from, and to judge by: the sessions that began last. No session is in both."""
    sessions = list(dict.fromkeys(each.session_id for each in seen))
    later = set(sessions[len(sessions) - round(len(sessions) * validation_share) :])
    return [s for s in seen if s.session_id not in later], [s for s in seen if s.session_id in later]


def _acts(documents: ClientDocuments) -> Mapping[str, Mapping[str, float]]:
    """Worth by session and product, the furthest step of each."""
    acts: dict[str, dict[str, float]] = {}
    for product_id, body in _events(documents):
        of_session = acts.setdefault(body["sessionId"], {})
        of_session[product_id] = max(WORTH[body["type"]], of_session.get(product_id, 0.0))
    return acts


def _events(documents: ClientDocuments) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for type in WORTH:
        for event in every(documents, EVENTS, {"type": type}):
            if "productId" in event.body:
                yield event.body["productId"], event.body


def _seen(body: Mapping[str, Any], names: Sequence[str], acts: Mapping[str, float]) -> Seen:
    shown, factors = shown_in(body), body.get("factors", {})
    terms = [[item.terms.get(name, 0.0) / factors.get(name, 1.0) for name in names] for item in shown]
    return Seen(
        body["sessionId"],
        body["at"],
        tuple(item.product_id for item in shown),
        np.array(terms, dtype=np.float64),
        np.array([acts.get(item.product_id, 0.0) for item in shown]),
    )
