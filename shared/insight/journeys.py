"""Which steps follow upon each other, and the most frequent whole paths."""

from dataclasses import dataclass

from shared.insight.counters import OTHER, Counters
from shared.insight.kpis import rate


@dataclass(frozen=True)
class Link:
    """From the step at a place of the path to the one at the next; without circles, so that it can be drawn."""

    place: int  # 1: the path's first step
    source: str
    target: str  # "end" after the last step
    sessions: int


@dataclass(frozen=True)
class Path:
    steps: tuple[str, ...]  # none: a session of which no event tells
    sessions: int
    share: float | None


@dataclass(frozen=True)
class Journeys:
    links: list[Link]  # by place, the most travelled first
    paths: list[Path]  # the most travelled first
    other_sessions: int  # on paths that are not listed


def journeys(counters: Counters, most: int) -> Journeys:
    links = [_link(place, name, of[name]) for place, of in counters.under("links").items() for name in of]
    counted = {name: int(of[""]) for name, of in counters.under("paths").items()}
    named = sorted(counted.keys() - {OTHER}, key=lambda name: (-counted[name], name))[:most]
    paths = [Path(_steps(name), counted[name], rate(counted[name], counters["sessions"])) for name in named]
    others = sum(counted.values()) - sum(path.sessions for path in paths)
    links.sort(key=lambda link: (link.place, -link.sessions, link.source, link.target))
    return Journeys(links, paths, others)


def _link(place: str, name: str, sessions: float) -> Link:
    source, _, target = name.partition("-")
    return Link(int(place), source, target, int(sessions))


def _steps(name: str) -> tuple[str, ...]:
    return () if name == "none" else tuple(name.split("-"))
