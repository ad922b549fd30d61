"""How each kind of channel is reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.alerts.channels import Channel
from shared.alerts.notice import Notice, mail, slack_body, webhook_body
from shared.alerts.signature import channel_secret, signature_headers
from shared.platform.ports.notices import Mailer, Poster, Undelivered

_JSON: Mapping[str, str] = {"Content-Type": "application/json; charset=utf-8"}
_MAIL_DOMAIN = "alerts.ai-discovery.invalid"  # of message ids alone: they name no host


@dataclass(frozen=True)
class Carriers:
    """`mailer` None: no SMTP server is configured. `signing_secret` None: webhooks cannot be signed."""

    mailer: Mailer | None
    poster: Poster
    signing_secret: bytes | None

    def carry(self, notice: Notice, channel: Channel, at: datetime) -> None:
        """Raises `Undelivered`."""
        if channel.kind == "email":
            self._mail(notice, channel)
        elif channel.kind == "slack":
            self.poster.post(channel.target, slack_body(notice), _JSON)
        else:
            self._webhook(notice, channel, at)

    def _mail(self, notice: Notice, channel: Channel) -> None:
        if self.mailer is None:
            raise Undelivered("not_configured", may_repeat=False)
        self.mailer.send(mail(notice, channel.target, _MAIL_DOMAIN))

    def _webhook(self, notice: Notice, channel: Channel, at: datetime) -> None:
        if self.signing_secret is None:
            raise Undelivered("not_configured", may_repeat=False)
        body = webhook_body(notice)
        secret = channel_secret(self.signing_secret, channel.channel_id)
        signed = signature_headers(secret, body, int(at.timestamp()), notice.delivery_id)
        self.poster.post(channel.target, body, {**_JSON, **signed})
