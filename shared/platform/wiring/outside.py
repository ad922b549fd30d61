"""Who carries messages to people and to their systems."""

from collections.abc import Callable

from shared.platform.ports.notices import Mailer, Poster
from shared.platform.settings import Settings
from shared.platform.wiring.platform import Once


def poster(settings: Settings) -> Callable[[], Poster]:
    def load() -> Poster:
        from shared.platform.adapters.pinned_post import PinnedPost

        return PinnedPost(loopback=settings.calls_loopback)

    return Once(load)


def mailer(settings: Settings) -> Callable[[], Mailer] | None:
    smtp = settings.smtp
    if smtp is None:
        return None

    def load() -> Mailer:
        from shared.platform.adapters.smtp_mail import SmtpMail

        return SmtpMail(smtp)

    return Once(load)
