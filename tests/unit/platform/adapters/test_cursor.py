import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.platform.adapters.cursor import decode, encode
from shared.platform.ports.documents import InvalidCursor, Query

QUERY = Query("sessions", {"clientId": "one"})
VALUES = st.one_of(st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.text())


@given(st.lists(VALUES, min_size=1, max_size=3))
def test_a_position_comes_back_as_it_was(position: list[str | int | float]) -> None:
    assert decode(QUERY, encode(QUERY, position), len(position)) == position


@given(st.one_of(st.text(), st.binary().map(lambda raw: raw.decode("latin-1"))))
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursor):
        decode(QUERY, text, 2)


@pytest.mark.parametrize("position", [[2**63], [None], [[1]], ["\ud800"], []])
def test_a_forged_position_is_refused(position: list[object]) -> None:
    with pytest.raises(InvalidCursor):
        decode(QUERY, encode(QUERY, position), 1)  # type: ignore[arg-type]
