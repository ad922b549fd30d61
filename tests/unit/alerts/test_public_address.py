"""A webhook reaches nothing but the internet, whatever its address says and wherever its name leads."""

from collections.abc import Sequence

import pytest

from shared.platform.adapters.public_address import checked, is_public
from shared.platform.ports.notices import Undelivered

PUBLIC, INNER = "93.184.216.34", "10.0.0.7"


def _resolving(*answers: Sequence[str]):  # type: ignore[no-untyped-def]
    left = list(answers)
    return lambda host, port: left.pop(0) if len(left) > 1 else left[0]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.7",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",  # a cloud's metadata
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - nothing is bound here
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fc00::1",
        "::ffff:10.0.0.7",
        "::ffff:169.254.169.254",
        "64:ff9b::a00:7",
        "2002:a00:7::1",
        "not an address",
    ],
)
def test_no_address_of_an_inner_network_is_called(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(Undelivered) as refused:
        checked("https://hooks.example/x", _resolving([address]), 1.0)
    assert refused.value.kind == "address_refused"


def test_one_inner_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(Undelivered):
        checked("https://hooks.example/x", _resolving([PUBLIC, INNER]), 1.0)


def test_the_address_that_was_looked_at_is_the_one_to_connect_to() -> None:
    """DNS rebinding: the name is asked once, and the connection goes to that answer."""
    place = checked("https://hooks.example:8443/a?b=c", _resolving([PUBLIC], [INNER]), 1.0)
    assert (place.address, place.host, place.port, place.path) == (PUBLIC, "hooks.example", 8443, "/a?b=c")


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/",
        "ftp://hooks.example/",
        "https://user:secret@hooks.example/",
        "https:///x",
        "https://hooks.example:99999/",
        "https://hooks.example/\r\nX: y",
        "file:///etc/passwd",
    ],
)
def test_no_other_form_of_address_is_called(url: str) -> None:
    with pytest.raises(Undelivered):
        checked(url, _resolving([PUBLIC]), 1.0)


def test_this_machine_alone_is_called_for_trials() -> None:
    assert checked("http://localhost:9/", _resolving(["127.0.0.1"]), 1.0, loopback=True).address == "127.0.0.1"
    with pytest.raises(Undelivered):
        checked("http://hooks.example/", _resolving([INNER]), 1.0, loopback=True)
