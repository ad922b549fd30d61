"""A rotation of the keys that access tokens are signed with."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from local.ops import token_keys as rotation
from local.ops.refused import Refused
from shared.accounts import token_keys
from shared.accounts.tokens import TokenReader
from shared.platform.wiring import Platform
from tests.support import SteppedClock, access_token


def test_nobody_is_signed_out_by_a_rotation(platform: Platform, clock: SteppedClock) -> None:
    """H31: tokens of the old key and of the new one are taken while both may be about."""
    stepped = replace(platform, clock=clock)
    file = platform.settings.data_dir / token_keys.FILE_NAME
    before = access_token(stepped, "admin@platform.example")
    rotation.rotate(stepped, clock, file)
    clock.forward(minutes=11)
    after = access_token(stepped, "admin@platform.example")
    reader = TokenReader(platform.documents, platform.settings.api_endpoint, clock)
    assert reader.read(before).user_id == reader.read(after).user_id
    old, new = token_keys.read(file)
    assert token_keys.signing([old, new], clock()) == new
    assert token_keys.signing([old, new], clock() - timedelta(minutes=5)) == old


def test_the_file_is_its_owners_alone(platform: Platform, clock: SteppedClock) -> None:
    file = platform.settings.data_dir / token_keys.FILE_NAME
    rotation.rotate(platform, clock, file)
    assert file.stat().st_mode & 0o777 == 0o600


def test_another_file_is_left_as_it_is(platform: Platform, clock: SteppedClock, tmp_path: Path) -> None:
    other = tmp_path / "notes.json"
    other.write_text('{"keys": 7}', "utf-8")
    with pytest.raises(Refused):
        rotation.rotate(platform, clock, other)
    assert other.read_text("utf-8") == '{"keys": 7}'
