"""Marks on the time line: set, removed, and what was before and after each."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from shared.accounts.scope import SYSTEM
from shared.insight.overview import together
from shared.insight.period import Period
from shared.insight.rollups import Rollups
from shared.quality.explanations import SECTIONS
from shared.quality.marks import MARKS, MOST_MARKS, Mark, Marks, TooManyMarks, mark_of
from shared.quality.sample import Sample, difference
from shared.web.call import Call
from shared.web.contract.quality_marks import (
    MarkList,
    MarkNamed,
    MarkRemoved,
    MarkSet,
    MarkShown,
    MarksQuery,
    Scope,
    SideShown,
)
from shared.web.errors import ApiError, Detail

FURTHEST = timedelta(days=400)
MOST_SHOWN = 50  # in one answer: each is compared
Scoped = tuple[Mark, str]  # with its owner


def listed(call: Call[MarksQuery]) -> MarkList:
    period = call.input.period(call.platform.clock())
    span = timedelta(days=call.input.days)
    marks = marks_in(call, period)[:MOST_SHOWN]
    rollups = rollups_of(call)
    return MarkList(marks=[shown(call, rollups, one, span, period) for one in marks], explanation=SECTIONS["marks"])


def marked(call: Call[MarkSet]) -> MarkShown:
    """Raises `ApiError` INVALID_REQUEST for a time to come, or long past."""
    now = call.platform.clock()
    at = call.input.at or now
    if not now - FURTHEST <= at <= now:
        problem = Detail("at", f"must lie within the last {FURTHEST.days} days")
        raise ApiError("INVALID_REQUEST", "Some fields are missing or wrong: see details.", [problem])
    documents = call.documents_or_system
    mark = Mark(call.platform.new_id(), at, call.input.text, call.actor.email)
    try:
        create = Marks(documents).added(mark, now)
    except TooManyMarks:
        raise ApiError("CONFLICT", f"There are {MOST_MARKS} marks: remove one that no longer matters.") from None
    documents.batch([create, call.audited("mark.set", f"mark:{mark.mark_id}", None, create.body)])
    return _plain(call, (mark, documents.client_id))


def removed(call: Call[MarkNamed]) -> MarkRemoved:
    mark_id = call.input.mark_id
    documents = call.owning(MARKS, mark_id)
    stored = documents.get(MARKS, mark_id)
    if stored is not None:  # removed by somebody else at this moment
        mark = mark_of(stored)
        audited = call.audited("mark.removed", f"mark:{mark_id}", {"text": mark.text}, None)
        documents.batch([Marks.removed(mark_id), audited])
    return MarkRemoved(mark_id=mark_id)


def marks_in(call: Call[Any], period: Period) -> list[Scoped]:
    """The latest first: the platform's, and those of the client that is named."""
    found = [(mark, SYSTEM) for mark in Marks(call.system).every()]
    if call.client_id is not None:
        found += [(mark, call.client_id) for mark in Marks(call.documents).every()]
    inside = [one for one in found if period.start <= one[0].at < period.end]
    return sorted(inside, key=lambda one: one[0].at, reverse=True)


def rollups_of(call: Call[Any]) -> list[Rollups]:
    return [Rollups(documents) for documents in call.stores()]


def shown(call: Call[Any], rollups: Sequence[Rollups], scoped: Scoped, span: timedelta, period: Period) -> MarkShown:
    """Compared over `span` on both sides, or as much as there has been since; nothing right after the mark."""
    mark, now = scoped[0], call.platform.clock()
    length = min(span, now - mark.at)
    if length <= timedelta():
        return _plain(call, scoped)
    before, after = (mark.at - length, mark.at), (mark.at, mark.at + length)
    samples = [_sample(rollups, Period(*side, period.zone)) for side in (before, after)]
    sides = SideShown.of(*before, samples[0]), SideShown.of(*after, samples[1])
    return MarkShown.of(mark, _scope(scoped), _by(call, scoped), sides, difference(*samples))


def _sample(rollups: Sequence[Rollups], period: Period) -> Sample:
    return Sample.of(together([each.figures(period) for each in rollups]))


def _plain(call: Call[Any], scoped: Scoped) -> MarkShown:
    return MarkShown.of(scoped[0], _scope(scoped), _by(call, scoped), None, None)


def _scope(scoped: Scoped) -> Scope:
    return "platform" if scoped[1] == SYSTEM else "client"


def _by(call: Call[Any], scoped: Scoped) -> str | None:
    return None if scoped[1] == SYSTEM and call.actor.role != "super_admin" else scoped[0].by
