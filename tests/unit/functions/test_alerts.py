"""Alerts over the functions' own doors, delivered to a real mail server and to real webhooks."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Response

from functions.alert_check.main import function as alerts
from functions.alert_notify.main import notify
from functions.alert_schedule.main import EvaluationFailed, check
from shared.alerts.channels import Channels
from shared.alerts.limits import MOST_CHANNELS, MOST_RULES
from shared.alerts.metrics import METRICS, Metric
from shared.alerts.rule import RuleTerms
from shared.alerts.rules import Rules
from shared.alerts.state import STATES
from shared.insight.performance_writing import PerformanceWriter
from shared.platform import unwritten
from shared.platform.adapters.pinned_post import PinnedPost
from shared.platform.adapters.smtp_mail import SmtpMail
from shared.platform.adapters.sqlite_outbox import SqliteOutbox
from shared.platform.ports.documents import Query
from shared.platform.smtp_settings import SmtpSettings
from shared.platform.tenant import ClientDocuments
from shared.platform.unwritten import Slow
from shared.platform.wiring import Platform
from shared.web.listener import Notice
from tests.conftest import free_port
from tests.support import SteppedClock, access_token, ask, data_of, error_of, wired_to

PATH = "/v1/admin/alerts"
Send = Callable[..., Response]


@dataclass
class Inbox:
    """A mail server and a web server that keep what they get; the web server answers `status`."""

    port: int = 0
    mails: list[Message] = field(default_factory=list)
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    status: int = 200

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.mails.append(message_from_bytes(envelope.content))
        return "250 OK"


class Died(BaseException):
    """The process, as far as what was under way can tell."""


class Dying:
    """Implements `Poster`."""

    def check(self, url: str) -> None:
        """Every address will do."""

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        raise Died


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    inbox = Inbox()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            inbox.calls.append((self.path, dict(self.headers), body))
            self.send_response(inbox.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    inbox.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield inbox
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def wired(platform: Platform, inbox: Inbox, clock: SteppedClock) -> Iterator[Platform]:
    """With a mail server, and webhooks that may lead to this machine."""
    unwritten.take()
    port = free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    mailer = SmtpMail(SmtpSettings("127.0.0.1", port, "off", "alerts@discovery.example"))
    poster = PinnedPost(loopback=True)
    wired = replace(platform, clock=clock, mailer=lambda: mailer, poster=lambda: poster)
    wired_to(alerts, wired)
    yield wired
    controller.stop()


@pytest.fixture
def send(wired: Platform) -> Send:
    def sent(method: str, path: str = "", who: str = "one@shop.example", **given: Any) -> Response:
        return ask(alerts, method, PATH + path, token=access_token(wired, who), **given)

    return sent


def _channel(send: Send, kind: str, target: str, *actions: str, who: str = "one@shop.example") -> dict[str, Any]:
    body = {"name": f"to {kind}", "kind": kind, "target": target, "actions": actions or ["notify_team"]}
    added = send("POST", "/channels", who, json=body)
    assert added.status_code == 201, added.get_data()
    return data_of(added)


def _answers(platform: Platform, at: datetime, ms: float, count: int, *, failed: int = 0) -> None:
    """Client one's answers of this moment, written down."""
    for n in range(count):
        unwritten.measured("one", "apiResponseTime", ms)
        answer = Slow(ms, "chat_reply", "POST /v1/ai/chat", "t" * 32, at)
        unwritten.answered("one", answer, failed=n < failed)
    PerformanceWriter(platform.documents, lambda: at, platform.new_id).write(unwritten.take())


def _told(platform: Platform) -> list[dict[str, Any]]:
    """What was published of firings, told to alert_notify as the carrier does."""
    outbox = platform.events
    assert isinstance(outbox, SqliteOutbox)
    told = []
    for delivery in outbox.lease(50):
        notify(Notice(delivery.id, delivery.payload, delivery.attributes, platform))
        outbox.done(delivery.id)
        told.append(dict(delivery.payload))
    return told


def test_everybody_has_the_rules_of_the_brief(send: Send) -> None:
    """I2 I3 I4 I6 H5: metric, direction, threshold, action; each says what it watches."""
    listed = data_of(send("GET", "?range=30d"))
    rules = {rule["metric"]: (rule["operator"], rule["threshold"], rule["action"]) for rule in listed["items"]}
    assert rules["responseTime"] == ("above", 2000, "notify_team")
    assert rules["errorRate"] == ("above", 0.05, "escalate")
    assert rules["availability"] == ("below", 0.999, "page_oncall")
    assert rules["quality"][0] == "below"
    assert all(rule["explanation"] and rule["meaning"] for rule in listed["items"])
    assert {metric["name"] for metric in listed["metrics"]} >= rules.keys()


def test_a_test_alert_is_really_delivered_to_each_kind_of_channel(send: Send, inbox: Inbox) -> None:
    """H24 I5: mail, signed webhook and Slack; recorded with its outcome."""
    hook = f"http://127.0.0.1:{inbox.port}"
    secret = _channel(send, "webhook", f"{hook}/hook")["secret"]
    _channel(send, "slack", f"{hook}/slack")
    _channel(send, "email", "team@shop.example")
    _channel(send, "email", "boss@shop.example", "escalate")  # of another action, and so not told
    tried = data_of(send("POST", "/one:responseTime/test", json={}))
    assert [delivery["outcome"] for delivery in tried["deliveries"]] == ["delivered"] * 3
    assert {delivery["action"] for delivery in tried["deliveries"]} == {"notify_team"}
    assert tried["firing"]["status"] == "test"
    (mail,) = inbox.mails
    assert mail["To"] == "team@shop.example"
    by_path = {path: (headers, body) for path, headers, body in inbox.calls}
    headers, body = by_path["/hook"]
    wanted = hmac.new(secret.encode(), f"{headers['X-AI-Discovery-Timestamp']}.".encode() + body, hashlib.sha256)
    assert headers["X-AI-Discovery-Signature"] == f"v1={wanted.hexdigest()}"
    assert json.loads(body)["type"] == "alert.test"
    assert "text" in json.loads(by_path["/slack"][1])
    again = data_of(send("GET", f"/history/{tried['firing']['firingId']}"))
    assert again["deliveries"] == tried["deliveries"]


def test_a_shop_that_tries_a_rule_pages_nobody_elses_team(send: Send, inbox: Inbox) -> None:
    hook = f"http://127.0.0.1:{inbox.port}/on-call"
    _channel(send, "webhook", hook, "page_oncall", who="admin@platform.example")
    (delivery,) = data_of(send("POST", "/one:availability/test", json={}))["deliveries"]
    assert (delivery["outcome"], delivery["channelName"], delivery["target"]) == ("no_channel", None, None)
    assert inbox.calls == []


def test_a_snooze_ends_by_a_time_that_is_past(send: Send, clock: SteppedClock) -> None:
    """H25."""
    soon, past = (clock() + timedelta(hours=1)).isoformat(), "0001-01-01T00:00:00+23:00"
    assert data_of(send("POST", "/one:responseTime/snooze", json={"until": soon}))["snoozedUntil"] is not None
    ended = data_of(send("POST", "/one:responseTime/snooze", json={"until": past}))
    assert (ended["snoozedUntil"], "nooze" in ended["explanation"]) == (None, False)


def test_a_rule_that_is_changed_while_it_fires_says_nothing_untrue(
    send: Send, wired: Platform, inbox: Inbox, clock: SteppedClock
) -> None:
    """I2: its last value is judged by the new threshold, and is none of another metric."""
    _channel(send, "webhook", f"http://127.0.0.1:{inbox.port}/hook")
    own = {"name": "mine", "metric": "responseTime", "operator": "above", "threshold": 2000}
    path = "/" + data_of(send("POST", json=own))["alertId"]
    _answers(wired, clock(), 5000, 50)
    send("POST", "/check", json={})
    _told(wired)
    assert "above" not in data_of(send("PATCH", path, json={"threshold": 9000}))["explanation"]
    other = {"metric": "errorRate", "threshold": 0.05}
    new = data_of(send("POST", json={**own, **other}))
    assert data_of(send("PATCH", path, json=other))["explanation"] == new["explanation"]
    clock.forward(minutes=5)
    changes = data_of(send("POST", "/check", json={}))["changes"]
    assert [change["ended"] for change in changes if change["name"] == "mine"] == ["rule_changed"]
    _told(wired)
    last = json.loads(inbox.calls[-1][2])
    assert (last["type"], "recovered" in last["explanation"]) == ("alert.resolved", False)


def test_without_a_channel_that_nobody_is_told_can_be_seen(send: Send) -> None:
    (delivery,) = data_of(send("POST", "/one:errorRate/test", json={}))["deliveries"]
    assert (delivery["outcome"], delivery["action"]) == ("no_channel", "escalate")


def test_slow_answers_fire_once_are_told_and_end_when_they_are_fast_again(
    send: Send, wired: Platform, inbox: Inbox, clock: SteppedClock
) -> None:
    """I2 H24 H36: from the measurement to the mail, once, whatever is delivered again."""
    _channel(send, "email", "team@shop.example")
    _answers(wired, clock(), 5000, 50)
    began = data_of(send("POST", "/check", json={}))["changes"]
    assert [change["alertId"] for change in began] == ["one:responseTime"]
    clock.forward(minutes=1)
    assert data_of(send("POST", "/check", json={}))["changes"] == []
    told = _told(wired)
    assert [event["occasion"] for event in told] == ["fired"]
    for event in told:
        notify(Notice("again", event, {"clientId": "one"}, wired))
    assert len(inbox.mails) == 1
    assert "Slow answers" in inbox.mails[0]["Subject"]
    listed = data_of(send("GET"))
    assert listed["firing"] == 1
    clock.forward(minutes=30)
    _answers(wired, clock(), 50, 100)
    data_of(send("POST", "/check", json={}))
    clock.forward(minutes=6)
    _answers(wired, clock(), 50, 100)
    (ended,) = data_of(send("POST", "/check", json={}))["changes"]
    assert ended["ended"] == "recovered"
    _told(wired)
    assert len(inbox.mails) == 2
    (firing,) = data_of(send("GET", "/history?range=24h"))["items"]
    assert (firing["status"], firing["deliveries"]["fired"]) == ("resolved", {"delivered": 1})


def test_a_rule_of_ones_own_is_told_to_every_kind_of_channel_and_its_history_says_how_each_came_out(
    send: Send, wired: Platform, inbox: Inbox, clock: SteppedClock
) -> None:
    """H24 H25 I5: from the rule to the record; a channel that refuses keeps no other from being told."""
    hook = f"http://127.0.0.1:{inbox.port}"
    for kind, target in (("email", "team@shop.example"), ("webhook", f"{hook}/hook"), ("slack", f"{hook}/slack")):
        _channel(send, kind, target, "escalate")
    _channel(send, "webhook", f"http://127.0.0.1:{free_port()}/nobody", "escalate")
    body = {"name": "Sluggish", "metric": "responseTime", "operator": "above", "threshold": 300, "action": "escalate"}
    rule = data_of(send("POST", json=body))
    _answers(wired, clock(), 400, 50)
    check(Notice("m", {}, {}, wired))
    _told(wired)
    clock.forward(minutes=1)
    (firing,) = data_of(send("GET", f"/history?range=24h&alertId={rule['alertId']}"))["items"]
    assert firing["deliveries"] == {"fired": {"delivered": 3, "failed": 1}}
    made = data_of(send("GET", f"/history/{firing['firingId']}"))["deliveries"]
    outcomes = sorted((each["channelKind"], each["outcome"], each["errorKind"]) for each in made)
    assert outcomes == [
        ("email", "delivered", None),
        ("slack", "delivered", None),
        ("webhook", "delivered", None),
        ("webhook", "failed", "unreachable"),
    ]
    (mail,) = inbox.mails
    assert "Sluggish" in mail["Subject"]
    posted = {path: json.loads(body) for path, _, body in inbox.calls}
    assert (posted["/hook"]["type"], posted["/hook"]["alertId"]) == ("alert.fired", rule["alertId"])
    assert "Sluggish" in posted["/slack"]["text"]


def test_the_three_actions_are_three_deliveries_and_a_page_opens_an_incident(
    send: Send, wired: Platform, inbox: Inbox, clock: SteppedClock
) -> None:
    """I3 I4 I5: each to its own channel."""
    for action in ("notify_team", "escalate", "page_oncall"):
        _channel(send, "email", f"{action.replace('_', '.')}@shop.example", action)
    _answers(wired, clock(), 5000, 600, failed=120)
    began = data_of(send("POST", "/check", json={}))["changes"]
    assert {change["alertId"] for change in began} == {"one:responseTime", "one:errorRate", "one:availability"}
    _told(wired)
    told = {mail["To"] for mail in inbox.mails}
    assert told == {"notify.team@shop.example", "escalate@shop.example", "page.oncall@shop.example"}
    (incident,) = wired.documents.query(Query("incidents", {"clientId": "one"})).items
    assert incident.body["level"] == "p1_critical"


def test_what_failed_is_tried_again_by_the_next_evaluation(
    send: Send, wired: Platform, inbox: Inbox, clock: SteppedClock
) -> None:
    """I5: recorded as failed, then delivered, once."""
    _channel(send, "webhook", f"http://127.0.0.1:{inbox.port}/hook")
    inbox.status = 503
    _answers(wired, clock(), 5000, 50)
    send("POST", "/check", json={})
    _told(wired)
    clock.forward(minutes=1)
    (firing,) = data_of(send("GET", "/history?range=24h"))["items"]
    assert firing["deliveries"]["fired"] == {"failed": 1}
    inbox.status = 200
    check(Notice("m", {}, {}, wired))
    _told(wired)
    (shown,) = data_of(send("GET", f"/history/{firing['firingId']}"))["deliveries"]
    assert (shown["outcome"], shown["attempts"]) == ("delivered", 2)
    assert len(inbox.calls) == 2


def test_a_delivery_that_died_on_the_way_is_tried_again_by_the_next_evaluation(
    send: Send, wired: Platform, inbox: Inbox, clock: SteppedClock
) -> None:
    """I5: also when the event comes again only while the dead one's lease still runs."""
    _channel(send, "webhook", f"http://127.0.0.1:{inbox.port}/hook")
    _answers(wired, clock(), 5000, 50)
    send("POST", "/check", json={})
    outbox = wired.events
    assert isinstance(outbox, SqliteOutbox)
    (event,) = outbox.lease(50)
    dying = replace(wired, poster=Dying)
    with pytest.raises(Died):
        notify(Notice(event.id, event.payload, event.attributes, dying))
    notify(Notice(event.id, event.payload, event.attributes, wired))
    outbox.done(event.id)
    assert inbox.calls == []
    clock.forward(minutes=5)
    check(Notice("m", {}, {}, wired))
    _told(wired)
    (firing,) = data_of(send("GET", "/history?range=24h"))["items"]
    assert firing["deliveries"]["fired"] == {"delivered": 1}
    assert len(inbox.calls) == 1


def test_an_acknowledged_alert_reminds_nobody_and_a_snoozed_one_is_silent(
    send: Send, wired: Platform, inbox: Inbox, clock: SteppedClock
) -> None:
    _channel(send, "email", "team@shop.example")
    assert error_of(send("POST", "/one:responseTime/acknowledge", json={}))["code"] == "CONFLICT"
    until = (clock() + timedelta(hours=1)).isoformat()
    send("POST", "/one:responseTime/snooze", json={"until": until})
    _answers(wired, clock(), 5000, 50)
    send("POST", "/check", json={})
    assert _told(wired) == []
    shown = data_of(send("POST", "/one:responseTime/acknowledge", json={}))
    assert (shown["status"], shown["acknowledgedBy"]) == ("firing", "one@shop.example")
    assert inbox.mails == []


def test_a_rule_of_ones_own_is_made_changed_and_deleted(send: Send, wired: Platform) -> None:
    """H25: on record, and nobody else's."""
    body = {"name": "Few <b>buy</b>", "metric": "conversionRate", "operator": "below", "threshold": 0.01}
    made = data_of(send("POST", json={**body, "windowMinutes": 1440}))
    path = f"/{made['alertId']}"
    assert data_of(send("PATCH", path, json={"threshold": 0.02}))["recoveryThreshold"] == 0.02
    foreign = error_of(send("GET", path, "two@shop.example"))
    unknown = error_of(send("GET", "/nobody", "two@shop.example"))
    assert {**foreign, "requestId": ""} == {**unknown, "requestId": ""}
    assert error_of(send("GET", "/one:responseTime", "two@shop.example"))["code"] == "NOT_FOUND"
    assert send("GET", path, "admin@platform.example").status_code == 200
    assert data_of(send("DELETE", path)) == {"removed": True}
    assert error_of(send("DELETE", path))["code"] == "NOT_FOUND"
    actions = [each.body["action"] for each in wired.documents.query(Query("audit", {"clientId": "one"})).items]
    assert sorted(actions) == ["alert.changed", "alert.created", "alert.deleted"]


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS.keys())
def test_what_is_left_out_of_a_rule_suits_its_metric(send: Send, metric: Metric) -> None:
    """H25."""
    operator = "below" if metric.bad == "either" else metric.bad
    middle = (metric.least + metric.most) / 2
    made = send("POST", json={"name": "mine", "metric": metric.name, "operator": operator, "threshold": middle})
    assert made.status_code == 201, made.get_data()
    assert data_of(made)["minSamples"] == metric.min_samples
    assert data_of(made)["windowMinutes"] >= metric.shortest_window_minutes


def test_a_default_can_be_switched_off_for_oneself_alone(send: Send) -> None:
    assert data_of(send("PATCH", "/one:responseTime", json={"enabled": False}))["enabled"] is False
    assert error_of(send("DELETE", "/two:responseTime", "two@shop.example"))["code"] == "CONFLICT"
    other = {rule["alertId"]: rule["enabled"] for rule in data_of(send("GET", "", "two@shop.example"))["items"]}
    assert other["two:responseTime"] is True


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"metric": "quality", "operator": "above", "threshold": 60}, "operator"),
        ({"metric": "errorRate", "operator": "above", "threshold": 5}, "threshold"),
        ({"metric": "telepathy", "operator": "above", "threshold": 5}, "metric"),
        ({"metric": "responseTime", "operator": "above", "threshold": "much"}, "threshold"),
        ({"metric": "responseTime", "operator": "above", "threshold": 1, "name": "a\r\nBcc: x@y.example"}, "name"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_its_field(send: Send, body: dict[str, Any], field: str) -> None:
    refused = error_of(send("POST", json={"name": "Rule", "windowMinutes": 1440, **body}))
    assert refused["code"] == "INVALID_REQUEST"
    assert field in [detail["field"] for detail in refused["details"]]


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/x", "https://169.254.169.254/latest", "https://localhost/", "nonsense"]
)
def test_a_channel_that_leads_inside_is_refused(send: Send, wired: Platform, target: str) -> None:
    """I5: no call to inner networks."""
    strict = PinnedPost()
    wired_to(alerts, replace(wired, poster=lambda: strict))
    body = {"name": "in", "kind": "webhook", "target": target, "actions": ["notify_team"]}
    assert error_of(send("POST", "/channels", json=body))["code"] == "INVALID_REQUEST"
    assert data_of(send("GET", "/channels"))["items"] == []


@pytest.mark.parametrize(
    "target", ["a,c@shop.example", "a@shop.example;b@shop.example", "(a)b@shop.example", "a:b@c.example"]
)
def test_a_channel_is_one_address(send: Send, target: str) -> None:
    """I5: a header would make several of it."""
    body = {"name": "in", "kind": "email", "target": target, "actions": ["notify_team"]}
    assert error_of(send("POST", "/channels", json=body))["code"] == "INVALID_REQUEST"


@pytest.mark.parametrize(
    ("kind", "target", "problem"),
    [
        ("email", "team", "must be an e-mail address such as team@shop.example"),
        ("email", "https://hooks.example/", "must be an e-mail address such as team@shop.example"),
        ("slack", "team@shop.example", "must be an https address"),
    ],
)
def test_a_target_that_does_not_fit_its_kind_is_told_so(send: Send, kind: str, target: str, problem: str) -> None:
    body = {"name": "in", "kind": kind, "target": target, "actions": ["notify_team"]}
    assert error_of(send("POST", "/channels", json=body))["details"] == [{"field": "target", "problem": problem}]


def test_evaluations_at_the_same_moment_fire_once(send: Send, wired: Platform, clock: SteppedClock) -> None:
    _answers(wired, clock(), 5000, 50)
    threads = [threading.Thread(target=check, args=(Notice(str(n), {}, {}, wired),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    clock.forward(seconds=1)
    assert len(data_of(send("GET", "/history?range=24h"))["items"]) == 1


def test_one_clients_fault_keeps_no_other_from_its_alerts(send: Send, wired: Platform, clock: SteppedClock) -> None:
    """J10 I2: and it is told, to be tried again."""
    ClientDocuments(wired.documents, "_system").create(STATES, "damaged", {})
    ClientDocuments(wired.documents, "one").create(STATES, "one", {"rules": "damaged"})
    with pytest.raises(EvaluationFailed, match="1"):
        check(Notice("m", {}, {}, wired))
    evaluated = {each.id for each in wired.documents.query(Query(STATES, {})).items if "evaluatedAt" in each.body}
    assert evaluated == {"two", "_system"}


def test_a_client_has_no_more_rules_and_channels_than_it_may(send: Send, wired: Platform) -> None:
    """H25: each costs something with every evaluation."""
    own, at = ClientDocuments(wired.documents, "one"), wired.clock()
    rule = {"name": "n", "metric": "responseTime", "operator": "above", "threshold": 100}
    terms = RuleTerms.model_validate({**rule, "recoveryThreshold": 100, "windowMinutes": 5, "minSamples": 1})
    rules = Rules(own, wired.clock, wired.new_id)
    own.batch([rules.created(terms)[1] for _ in range(MOST_RULES - 1)])
    channel = {"name": "n", "kind": "email", "target": "a@shop.example", "actions": ["escalate"]}
    adds = [
        Channels(own).added(str(n), "n", "email", "a@shop.example", ("escalate",), at) for n in range(MOST_CHANNELS)
    ]
    own.batch([create for _, create in adds[1:]])
    for path, body in (("", rule), ("/channels", channel)):
        assert [send("POST", path, json=body).status_code for _ in range(2)] == [201, 409]
