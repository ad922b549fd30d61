"""What a delivery looks like in a mail, in a webhook's call and in Slack."""

import json
import re
import unicodedata
from dataclasses import dataclass
from html import escape
from typing import Any

from shared.accounts.scope import SYSTEM
from shared.alerts.explaining import TEXTS, announced, watched
from shared.alerts.firings import Firing
from shared.platform.ports.clock import timestamp
from shared.platform.ports.notices import Mail


@dataclass(frozen=True)
class Notice:
    """`occasion`: fired, reminder1 …, resolved, test. `delivery_id` is the same for every attempt."""

    firing: Firing
    occasion: str
    delivery_id: str
    site: str  # base URL of the admin site

    @property
    def kind(self) -> str:
        return re.sub(r"\d+$", "", self.occasion)

    @property
    def subject(self) -> str:
        return _one_line(
            TEXTS["subject"].format(
                label=TEXTS["actions"][self.firing.rule.action]["label"],
                occasion=TEXTS["occasions"][self.kind],
                name=self.firing.rule.name,
                owner=self._owner,
            )
        )

    @property
    def url(self) -> str:
        return f"{self.site}/admin/alerts/{self.firing.alert_id}"

    @property
    def lines(self) -> list[str]:
        """What is said, most important first."""
        rule = self.firing.rule
        return [
            announced(self.firing, self.occasion),
            TEXTS["actions"][rule.action]["means"],
            f"{TEXTS['watches']}: {watched(rule)}",
            f"{TEXTS['shop']}: {self._owner}",
            f"{TEXTS['since']}: {timestamp(self.firing.at)}",
        ]

    @property
    def _owner(self) -> str:
        return str(TEXTS["platform"]) if self.firing.client_id == SYSTEM else self.firing.client_id


def mail(notice: Notice, to: str, domain: str) -> Mail:
    name, lines = notice.firing.rule.name, notice.lines
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    link = f'<p><a href="{escape(notice.url)}">{escape(TEXTS["open"])}</a></p>'
    html = (
        '<!doctype html><html><body style="font-family:sans-serif;line-height:1.5">'
        f"<h1 style='font-size:1.2em' dir='auto'>{escape(name)}</h1>{paragraphs}{link}</body></html>"
    )
    text = "\n\n".join([name, *lines, notice.url])
    return Mail(to, notice.subject, text, html, f"<{notice.delivery_id.replace(':', '.')}@{domain}>")


def webhook_body(notice: Notice) -> bytes:
    firing, rule = notice.firing, notice.firing.rule
    facts: dict[str, Any] = {
        "type": f"alert.{notice.kind}",
        "deliveryId": notice.delivery_id,
        "firingId": firing.firing_id,
        "alertId": firing.alert_id,
        "clientId": None if firing.client_id == SYSTEM else firing.client_id,
        "name": rule.name,
        "action": rule.action,
        "severity": rule.severity,
        "metric": rule.metric,
        "unit": rule.watched.unit,
        "operator": rule.operator,
        "threshold": rule.threshold,
        "windowMinutes": rule.window_minutes,
        "value": firing.value,
        "samples": firing.samples,
        "firedAt": timestamp(firing.at),
        "resolvedAt": timestamp(firing.resolved_at) if firing.resolved_at else None,
        "explanation": announced(firing, notice.occasion),
        "url": notice.url,
    }
    return json.dumps(facts, ensure_ascii=False).encode()


def slack_body(notice: Notice) -> bytes:
    """https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks; &, < and > are Slack's controls."""
    first, *rest = [escape(line, quote=False) for line in (notice.subject, *notice.lines)]
    text = "\n".join([f"*{first}*", *rest, f"<{notice.url}|{TEXTS['open']}>"])
    return json.dumps({"text": text}, ensure_ascii=False).encode()


def _one_line(text: str) -> str:
    """A subject is a header: whatever could end it or begin another is a space."""
    return "".join(" " if unicodedata.category(one) in {"Cc", "Zl", "Zp"} else one for one in text)
