"""Which of several media types a caller would rather have."""

from collections.abc import Sequence

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header


def chosen(accept: str, offered: Sequence[str]) -> str:
    """The offered type that `Accept` prefers; the first where it says nothing, or wants none of them."""
    wanted = parse_accept_header(accept, MIMEAccept)
    return max(offered, key=lambda media_type: (wanted.quality(media_type), -offered.index(media_type)))
