"""Opening shops, giving keys."""

import pytest

from local.ops import shops
from local.ops.refused import Refused
from shared.accounts.directory import KEYS, Directory
from shared.platform.wiring import Platform
from tests.support import client


def test_a_shop_is_opened_once_and_changed_after(live: Platform) -> None:
    """H26: opening again with the same record changes nothing."""
    assert shops.open_shop(live, client("new")) == "opened"
    assert shops.open_shop(live, client("new")) == "unchanged"
    assert shops.open_shop(live, client("new", session_hours=2)) == "changed"


@pytest.mark.parametrize(("scope", "prefix"), [("publishable", "pk_"), ("secret", "sk_")])
def test_a_new_key_works_and_is_not_stored(live: Platform, scope: shops.Scope, prefix: str) -> None:
    key = shops.add_key(live, "one", scope)
    caller = Directory(live.documents, live.clock).caller(key)
    assert caller and (caller.client.client_id, caller.scope) == ("one", scope)
    assert key.startswith(prefix) and live.documents.get(KEYS, key) is None


def test_two_keys_are_never_the_same(live: Platform) -> None:
    assert len({shops.add_key(live, "one", "secret") for _ in range(20)}) == 20


def test_a_key_for_an_unknown_shop_is_refused(live: Platform) -> None:
    with pytest.raises(Refused, match="open it first"):
        shops.add_key(live, "nobody", "secret")
