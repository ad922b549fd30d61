import pytest

from shared.platform.adapters.limits import MAX_BYTES, can_be_id, check_changes, check_field_path, encode
from shared.platform.ports.documents import DocumentTooLarge


def test_bodies_become_compact_json() -> None:
    assert encode("c", "a", {"ä": [1, 0.5, None, True, (2,)][:4], "b": {"c": "☀"}}) == (
        '{"ä":[1,0.5,null,true],"b":{"c":"☀"}}'
    )


def test_the_size_is_the_clouds_own() -> None:
    """32 + 16 of the document, 2 + 2 of its name, then each field's name + 1 and its string + 1."""
    room = MAX_BYTES - 32 - 16 - 2 - 2 - 2 - 1
    assert encode("c", "a", {"t": "x" * room})
    with pytest.raises(DocumentTooLarge, match=str(MAX_BYTES + 1)):
        encode("c", "a", {"t": "x" * (room + 1)})
    with pytest.raises(DocumentTooLarge):
        encode("c", "a", {"t": "ä" * (room // 2 + 1)})


def test_nesting_has_an_end() -> None:
    body: dict[str, object] = {}
    for _ in range(19):
        body = {"a": body}
    assert encode("c", "a", body)
    with pytest.raises(ValueError, match="20 deep"):
        encode("c", "a", {"a": body})


@pytest.mark.parametrize("name", ["", "a b", "a/b", "1a", "a'", "__a__", "a" * 101])
def test_a_collection_has_a_plain_name(name: str) -> None:
    with pytest.raises(ValueError, match="collection"):
        encode(name, "a", {})


def test_ids_may_hold_what_shops_put_into_them() -> None:
    assert all(can_be_id(id) for id in ("one:SKU 1.0", "größe", "a'b", "...", "__a", "x" * 1500))
    assert not any(can_be_id(id) for id in ("", ".", "..", "a/b", "__a__", "ä" * 751, "\udfff"))


@pytest.mark.parametrize("field", ["_expiresAt", "_distance"])
def test_the_stores_own_fields_are_refused_everywhere_at_the_top_and_nowhere_else(field: str) -> None:
    with pytest.raises(ValueError, match="own"):
        encode("c", "a", {field: None})
    with pytest.raises(ValueError, match="own"):
        check_changes({f"{field}.x": 1})
    with pytest.raises(ValueError, match="queried"):
        check_field_path(field)
    assert encode("c", "a", {"deep": {field: 1}})
    check_changes({f"deep.{field}": 1})


def test_a_vector_has_its_dimension_and_a_direction() -> None:
    assert encode("products", "a", {"embedding": [0.5] * 384, "other": [1, 2]})
    assert encode("products", "a", {"embedding": None})
    assert encode("sessions", "a", {"embedding": [1]})
    for vector in ([0.5] * 383, [0] * 384, ["x"] * 384, [1e200] * 384, "x" * 384, {"a": 1}):
        with pytest.raises(ValueError, match="384"):
            encode("products", "a", {"embedding": vector})
