"""Mail to a real SMTP server on this machine."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from shared.platform import patience
from shared.platform.adapters.smtp_mail import SmtpMail
from shared.platform.ports.notices import Mail, Undelivered
from shared.platform.smtp_settings import SmtpSettings, Tls
from tests.certificates import client_context, server_context
from tests.conftest import free_port
from tests.receivers import Post, post_office

MAIL = Mail("team@shop.example", "Alert: Zu langsam – «прод»", "Grüße", "<p>Grüße</p>", "<1@alerts.invalid>")


def settings(port: int, tls: Tls = "off", **more: str) -> SmtpSettings:
    return SmtpSettings("127.0.0.1", port, tls, "alerts@service.example", **more)


def failure(mailer: SmtpMail, mail: Mail = MAIL) -> tuple[str, bool]:
    with pytest.raises(Undelivered) as failed:
        mailer.send(mail)
    return failed.value.kind, failed.value.may_repeat


@pytest.fixture
def office() -> Iterator[Post]:
    with post_office() as office:
        yield office


def test_a_mail_arrives_with_its_text_in_both_forms(office: Post) -> None:
    """I9."""
    SmtpMail(settings(office.port)).send(MAIL)
    (letter,) = office.letters
    assert letter.to == ["team@shop.example"]
    assert letter.message["From"] == "alerts@service.example"
    assert letter.message["Subject"] == MAIL.subject
    assert letter.message["Message-ID"] == MAIL.message_id
    assert letter.message["Auto-Submitted"] == "auto-generated"
    assert (letter.text().strip(), letter.text("html").strip()) == ("Grüße", "<p>Grüße</p>")


@pytest.mark.parametrize(("reply", "repeat"), [("550 No such user", False), ("451 Later", True)])
def test_a_recipient_that_is_refused_for_good_is_not_tried_again(office: Post, reply: str, repeat: bool) -> None:
    """I9."""
    office.refusals = [reply]
    assert failure(SmtpMail(settings(office.port))) == ("recipient_refused", repeat)


def test_a_mail_that_was_taken_is_sent_whatever_the_farewell_is(office: Post) -> None:
    """I9: else it would be sent again."""
    office.farewell = "421 Too busy for that"
    SmtpMail(settings(office.port)).send(MAIL)
    assert len(office.letters) == 1


def test_a_name_that_a_server_cannot_write_is_refused() -> None:
    """I9."""
    with post_office(enable_SMTPUTF8=False) as office:
        refused = failure(SmtpMail(settings(office.port)), replace(MAIL, to="ümit@shop.example"))
    assert refused == ("recipient_refused", False)


def test_a_line_break_in_a_header_is_refused(office: Post) -> None:
    """Header injection."""
    for changed in ({"subject": "a\r\nBcc: x@y.example"}, {"to": "a@b.example\r\nBcc: x@y.example"}):
        with pytest.raises(ValueError, match=r"[Hh]eader"):
            SmtpMail(settings(office.port)).send(Mail(**{**vars(MAIL), **changed}))
    assert office.letters == []


def _only_ann(server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword) -> AuthResult:
    """`handled`: the refusal is left to the server."""
    return AuthResult(success=(data.login, data.password) == (b"ann", b"right"), handled=False)


def test_over_starttls_the_user_logs_in_to_a_server_that_is_believed(tmp_path: Path) -> None:
    """I9."""
    tls = server_context("127.0.0.1", tmp_path)
    believes = client_context("127.0.0.1", tmp_path)
    needed = {"tls_context": tls, "require_starttls": True, "authenticator": _only_ann, "auth_required": True}
    with post_office(**needed) as office:
        right = settings(office.port, "starttls", user="ann", password="right")
        wrong = settings(office.port, "starttls", user="ann", password="wrong")
        SmtpMail(right, believes).send(MAIL)
        assert failure(SmtpMail(wrong, believes)) == ("login_refused", True)
        assert failure(SmtpMail(right)) == ("tls_failed", True)
        assert len(office.letters) == 1


def test_a_server_that_lets_nobody_log_in_is_told_as_that(tmp_path: Path) -> None:
    """I9."""
    with post_office(tls_context=server_context("127.0.0.1", tmp_path)) as office:
        office.offers_login = False
        wanted = settings(office.port, "starttls", user="ann", password="right")
        assert failure(SmtpMail(wanted, client_context("127.0.0.1", tmp_path))) == ("login_refused", False)


def test_a_password_is_not_sent_to_a_server_without_tls(office: Post) -> None:
    """I9."""
    plain = settings(office.port, "starttls", user="ann", password="right")
    assert failure(SmtpMail(plain)) == ("tls_failed", False)
    assert office.letters == []


def test_over_tls_from_the_first_byte(tmp_path: Path) -> None:
    with post_office(ssl_context=server_context("127.0.0.1", tmp_path)) as office:
        SmtpMail(settings(office.port, "tls"), client_context("127.0.0.1", tmp_path)).send(MAIL)
        assert len(office.letters) == 1


def test_a_server_that_is_away_or_silent_is_not_waited_for() -> None:
    """I9."""
    with socket.create_server(("127.0.0.1", 0)) as silent, patience.one_request(0.3):
        assert failure(SmtpMail(settings(silent.getsockname()[1]))) == ("timeout", True)
    assert failure(SmtpMail(settings(free_port()))) == ("unreachable", True)


def test_the_password_is_not_shown() -> None:
    assert "hidden" not in repr(settings(1, user="ann", password="hidden"))
