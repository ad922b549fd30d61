"""What a version says, and when a document has expired."""

from datetime import UTC, datetime, timedelta

import pytest

pytest.importorskip("google.cloud.firestore_v1", reason="NOT CHECKED: Google's Firestore client is not installed")

from google.cloud.firestore_v1 import types

from shared.platform.adapters.firestore_stored import Stored, Version, put_time
from shared.platform.indexes import EXPIRY_FIELD

NOW = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)


def _raw(expires_at: datetime | None = None) -> types.Document:
    raw = types.Document.pb()(name="projects/p/databases/d/documents/sessions/a")
    raw.update_time.seconds, raw.update_time.nanos = 1_700_000_000, 5000
    raw.fields["n"].integer_value = 1
    if expires_at is not None:
        put_time(raw.fields[EXPIRY_FIELD], expires_at)
    return raw


def test_a_version_is_read_from_its_own_text() -> None:
    version = Stored(_raw(NOW)).version
    assert Version.parse(str(version)) == version
    raw = types.Document.pb()()
    version.put_into(raw.update_time)
    assert raw.update_time == _raw().update_time


@pytest.mark.parametrize(
    "text", ["", "other", "1.2", "1~2", "1.x~3", "-1.0~3", "1.2~", "٣.1~2", "1.2~3~4", "9" * 30 + ".1~1"]
)
def test_what_no_store_gave_is_no_version(text: str) -> None:
    assert Version.parse(text) is None


def test_a_document_lives_until_its_expiry_and_without_one_for_ever() -> None:
    assert Stored(_raw(NOW)).lives(NOW - timedelta(microseconds=1))
    assert not Stored(_raw(NOW)).lives(NOW)
    assert Stored(_raw()).lives(NOW + timedelta(days=365_000))


def test_the_expiry_is_no_part_of_the_body() -> None:
    assert Stored(_raw(NOW)).document().body == {"n": 1}
