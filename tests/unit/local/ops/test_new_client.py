"""A client from the command line."""

import pytest

from local.ops import new_client
from local.ops.refused import Refused
from shared.accounts.directory import Directory
from shared.platform.wiring import Platform


def test_a_new_client_has_a_key_that_works(live: Platform) -> None:
    """H26."""
    key = new_client.create(live, "brillenhaus", "Brillenhaus", ("https://brillenhaus.example",), "shopify")
    caller = Directory(live.documents, live.clock).caller(key)
    assert caller is not None
    assert (caller.client.client_id, caller.client.shop.platform, caller.scope) == (
        "brillenhaus",
        "shopify",
        "publishable",
    )
    with pytest.raises(Refused):
        new_client.create(live, "brillenhaus", "Another", (), "html")


def test_an_id_that_cannot_be_is_refused(live: Platform) -> None:
    with pytest.raises(ValueError, match="client_id"):
        new_client.create(live, "Not an id", "Name", (), "html")


def test_an_origin_that_no_browser_would_send_is_refused(live: Platform) -> None:
    """H26: its shop would never be served."""
    with pytest.raises(Refused, match=r"https://shop\.example"):
        new_client.create(live, "brillenhaus", "Brillenhaus", ("https://shop.example/path",), "html")
