"""What is said of an alert, whatever a rule is called."""

import json

import pytest

from shared.alerts.defaults import defaults_of
from shared.alerts.firings import Firing
from shared.alerts.notice import Notice, mail, slack_body, webhook_body
from tests.support import SteppedClock

NASTY = "<script>alert(1)</script> & <!channel> <https://evil.example|here> \u200f=HYPERLINK(1)"


def _notice(name: str, occasion: str = "fired") -> Notice:
    (rule,) = [rule for rule in defaults_of("one") if rule.default == "responseTime"]
    firing = Firing(
        firing_id="f",
        client_id="one",
        alert_id=rule.alert_id,
        rule=rule.model_copy(update={"name": name}),
        is_default=True,
        status="firing",
        at=SteppedClock()(),
        value=2471.0,
        samples=188,
    )
    return Notice(firing, occasion, "f:fired:c", "https://site.example")


def test_a_name_with_markup_is_text_in_a_mail_and_in_slack() -> None:
    """I5."""
    notice = _notice(NASTY)
    assert "<script>" not in mail(notice, "a@b.example", "x.invalid").html
    text = json.loads(slack_body(notice))["text"]
    assert "<!channel>" not in text
    assert "<https://evil" not in text
    assert "&lt;!channel&gt;" in text


def test_a_line_break_in_a_name_begins_no_header() -> None:
    """I5: even of a rule that was stored by other means."""
    assert "\n" not in mail(_notice("a\r\nBcc: x@y.example"), "a@b.example", "x.invalid").subject


def test_the_figures_and_the_limit_are_said_in_a_sentence() -> None:
    """H5 I2."""
    said = json.loads(webhook_body(_notice("Slow")))
    assert said["explanation"] == (
        "API response time is 2,471 ms over the last 15 min (188 samples), above the limit of 2,000 ms."
    )
    assert (said["value"], said["threshold"], said["unit"], said["action"]) == (2471, 2000, "ms", "notify_team")


@pytest.mark.parametrize(
    ("occasion", "type"), [("fired", "alert.fired"), ("reminder3", "alert.reminder"), ("test", "alert.test")]
)
def test_each_occasion_has_its_type(occasion: str, type: str) -> None:
    """I5."""
    assert json.loads(webhook_body(_notice("Slow", occasion)))["type"] == type
