"""Clocks of a ticket."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.support.record import Author
from shared.support.sla import escalation_due, first_response, is_overdue, resolution
from shared.support.ticket import Priority, Reply, Ticket
from shared.support.ticket_changes import asked_again, escalated, replied, with_priority, with_status

START = datetime(2026, 11, 28, tzinfo=UTC)
EVA = Author(user_id="eva", name="eva@one.example", role="client")


def ticket(priority: Priority = "p3") -> Ticket:
    return Ticket(
        ticket_id="t", source="admin", status="open", at=START, updated_at=START, priority=priority, subject="x"
    )


def after(**by: float) -> datetime:
    return START + timedelta(**by)


@pytest.mark.parametrize(("priority", "answer", "solve"), [("p1", 15, 240), ("p2", 60, 1440), ("p3", 240, 4320)])
def test_each_priority_has_its_times(priority: Priority, answer: int, solve: int) -> None:
    """K1."""
    one = ticket(priority)
    assert first_response(one, START).due_at == after(minutes=answer)
    assert resolution(one, START).due_at == after(minutes=solve)
    assert not first_response(one, after(minutes=answer)).breached
    assert first_response(one, after(minutes=answer, seconds=1)).is_overdue


def test_the_resolution_stands_still_while_the_requester_is_waited_for() -> None:
    waiting = with_status(ticket("p1"), "pending", EVA, after(hours=1))
    assert not resolution(waiting, after(days=9)).breached
    back = with_status(waiting, "open", EVA, after(hours=11))
    assert resolution(back, after(hours=11)).due_at == after(hours=14)
    assert first_response(back, after(days=9)).breached, "met, but after an hour"
    assert not first_response(back, after(days=9)).is_overdue


def test_what_was_solved_too_late_stays_late_and_is_not_overdue() -> None:
    done = with_status(ticket("p1"), "resolved", EVA, after(hours=5))
    assert resolution(done, after(days=99)).breached
    assert not is_overdue(done, after(days=99))


def test_opened_again_the_time_to_a_resolution_begins_anew() -> None:
    done = with_status(ticket("p1"), "closed", EVA, after(hours=1))
    again = asked_again(done, EVA, after(days=2))
    assert (again.status, again.resolved_at, again.closed_at) == ("open", None, None)
    assert resolution(again, after(days=2)).due_at == after(days=2, hours=4)
    assert asked_again(again, EVA, after(days=3)) == again


def test_a_higher_priority_shortens_both() -> None:
    raised = with_priority(ticket(), "p1", EVA, after(hours=1))
    assert first_response(raised, after(hours=1)).is_overdue


def test_escalation_is_due_once_for_each_clock_that_runs_out() -> None:
    """K2."""
    one = ticket("p1")
    assert not escalation_due(one, after(minutes=15))
    assert escalation_due(one, after(minutes=16))
    higher = escalated(one, "nobody answers", EVA, after(minutes=17))
    assert not escalation_due(higher, after(hours=3))
    assert escalation_due(higher, after(hours=5))
    assert not escalation_due(escalated(higher, "still", EVA, after(hours=5)), after(days=5))


def test_who_asks_does_not_answer_oneself() -> None:
    """K1: a reply of the requester's own stops no clock."""
    asker, helper = (Author(user_id=id, name=id, role="client") for id in ("kim", "eva"))
    asked = ticket("p1").model_copy(update={"requester": asker})
    own = replied(asked, Reply(reply_id="r-1", at=after(minutes=1), author=asker, text="?"))
    assert first_response(own, after(minutes=16)).is_overdue
    answered = replied(own, Reply(reply_id="r-2", at=after(minutes=9), author=helper, text="!"))
    assert first_response(answered, after(minutes=16)).met_at == after(minutes=9)
