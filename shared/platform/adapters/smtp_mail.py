"""Mail by an SMTP server (RFC 5321), over TLS."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP

from shared.platform.patience import outside_call
from shared.platform.ports.notices import ErrorKind, Mail, Undelivered
from shared.platform.smtp_settings import SmtpSettings

LONGEST_S = 5.0
_PERMANENT = 500  # replies from here on: the same again will not help


class SmtpMail:
    """Implements `Mailer`. `context`: whose certificates are believed; None: the system's."""

    def __init__(self, settings: SmtpSettings, context: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        self._context = context

    def send(self, mail: Mail) -> None:
        message = _message(mail, self._settings.sender)
        try:
            with outside_call(LONGEST_S) as timeout_s:
                self._hand_over(message, mail.to, min(timeout_s, LONGEST_S))
        except smtplib.SMTPAuthenticationError:
            raise Undelivered("login_refused", may_repeat=True) from None  # the operator can mend it meanwhile
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise Undelivered("recipient_refused", may_repeat=min(codes, default=0) < _PERMANENT) from None
        except smtplib.SMTPResponseException as error:
            raise Undelivered("answered_error", may_repeat=error.smtp_code < _PERMANENT) from None
        except ssl.SSLError:
            raise Undelivered("tls_failed", may_repeat=True) from None
        except TimeoutError:
            raise Undelivered("timeout", may_repeat=True) from None
        except (OSError, smtplib.SMTPException) as error:
            late = isinstance(error.__context__, TimeoutError)  # smtplib takes silence for the end of the connection
            raise Undelivered("timeout" if late else "unreachable", may_repeat=True) from None

    def _hand_over(self, message: EmailMessage, to: str, timeout_s: float) -> None:
        wanted = self._settings
        server = self._connected(timeout_s)
        try:
            if wanted.tls == "starttls":
                with _unless_supported("tls_failed"):
                    server.starttls(context=self._tls())
            if wanted.user:
                with _unless_supported("login_refused"):
                    server.login(wanted.user, wanted.password)
            with _unless_supported("recipient_refused"):  # by a server that knows ASCII names alone
                server.send_message(message, to_addrs=[to])  # one, whatever a comma would make of the header
        finally:
            with suppress(OSError):  # the mail was taken, or not, before the farewell
                server.quit()

    def _connected(self, timeout_s: float) -> smtplib.SMTP:
        wanted = self._settings
        if wanted.tls == "tls":
            return smtplib.SMTP_SSL(wanted.host, wanted.port, timeout=timeout_s, context=self._tls())
        return smtplib.SMTP(wanted.host, wanted.port, timeout=timeout_s)

    def _tls(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = ssl.create_default_context()
        return self._context


@contextmanager
def _unless_supported(kind: ErrorKind) -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPNotSupportedError:
        raise Undelivered(kind, may_repeat=False) from None


def _message(mail: Mail, sender: str) -> EmailMessage:
    """A header with a line break in it is refused by the policy: ValueError."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, mail.to, mail.subject
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office note is to answer
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message
