"""From a key to its client."""

import pytest

from shared.accounts.api_key import key_hash
from shared.accounts.directory import KEYS, Directory
from shared.platform.patience import OutOfPatience
from shared.platform.ports.documents import StoreUnavailable
from shared.platform.wiring import Platform
from tests.support import KEY, ORIGIN, client


def test_a_key_names_its_client(platform: Platform) -> None:
    caller = Directory(platform.documents, platform.clock).caller(KEY)
    assert caller is not None
    assert (caller.client, caller.scope) == (client("one"), "publishable")


def test_a_key_is_never_stored_itself(platform: Platform) -> None:
    stored = platform.documents.get(KEYS, key_hash(KEY))
    assert stored is not None
    assert KEY not in str(stored)


def test_a_key_added_after_it_was_refused_is_known_at_once(platform: Platform) -> None:
    directory = Directory(platform.documents, platform.clock)
    assert directory.caller("pk_new") is None
    directory.add_key("pk_new", "two", "secret")
    caller = directory.caller("pk_new")
    assert caller is not None
    assert caller.scope == "secret"


def test_only_sites_of_clients_are_known(platform: Platform) -> None:
    directory = Directory(platform.documents, platform.clock)
    assert directory.knows_origin(ORIGIN)
    assert not directory.knows_origin("https://evil.example")


@pytest.mark.parametrize("trouble", [StoreUnavailable("away"), OutOfPatience()])
def test_a_call_does_not_fail_because_its_keys_use_cannot_be_noted(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise trouble

    monkeypatch.setattr(type(platform.documents), "update", failing)
    caller = Directory(platform.documents, platform.clock).caller(KEY)
    assert caller is not None
    assert caller.client.client_id == "one"


def test_a_closed_client_is_served_by_no_key(platform: Platform) -> None:
    """Also by one that was made while it was being closed, and so not revoked."""
    directory = Directory(platform.documents, platform.clock)
    directory.save(client("two", status="closed"))
    directory.add_key("pk_late", "two", "publishable")
    assert directory.caller("pk_late") is None
