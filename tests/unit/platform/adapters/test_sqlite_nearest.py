import json

import pytest

from shared.platform.adapters.sqlite_nearest import nearest


def test_the_nearest_are_those_of_the_same_direction_whatever_their_length() -> None:
    candidates = {"far": [-1, 0], "b": [0, 3], "a": [0, 7.5], "near": [100, 1], "tiny": [1e-90, 0]}
    found = nearest(((id, json.dumps(vector)) for id, vector in candidates.items()), [2, 0], 4)
    assert [id for _, id in found] == ["tiny", "near", "a", "b"]
    assert [distance for distance, _ in found] == pytest.approx([0, 5e-5, 1, 1], abs=1e-6)
