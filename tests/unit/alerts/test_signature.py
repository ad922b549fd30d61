"""A receiver who checks as docs/alerts.md says takes our calls, and nobody else's."""

import re
from collections.abc import Callable
from pathlib import Path
from time import time
from typing import Any

import pytest

from shared.alerts.signature import SIGNATURE, TIMESTAMP, channel_secret, signature_headers

GUIDE = Path(__file__).parents[3] / "docs" / "alerts.md"
SECRET, BODY = channel_secret(b"server", "channel"), b'{"type": "alert.fired"}'


@pytest.fixture
def is_ours() -> Callable[..., bool]:
    (code,) = re.findall(r"```python\n(.+?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - the guide is ours
    check: Callable[..., bool] = names["is_ours"]
    return check


def test_the_guides_check_takes_what_is_signed(is_ours: Callable[..., bool]) -> None:
    """I5."""
    assert is_ours(SECRET, signature_headers(SECRET, BODY, int(time()), "d"), BODY)


def test_the_guides_check_refuses_what_is_changed_old_foreign_or_not_signed(is_ours: Callable[..., bool]) -> None:
    """I5."""
    now = int(time())
    signed = signature_headers(SECRET, BODY, now, "d")
    foreign = channel_secret(b"server", "another")
    assert not is_ours(SECRET, signed, BODY + b" ")
    assert not is_ours(SECRET, signature_headers(SECRET, BODY, now - 301, "d"), BODY)
    assert not is_ours(SECRET, {**signed, TIMESTAMP: str(now + 1)}, BODY)
    assert not is_ours(SECRET, signature_headers(foreign, BODY, now, "d"), BODY)
    assert not is_ours(SECRET, {**signed, SIGNATURE: "v1=\u00e9"}, BODY)
    assert not is_ours(SECRET, {}, BODY)
