"""Vertex AI is off unless it is named, and refused in words when it is named wrongly."""

import pytest

from shared.platform.setting_error import SettingError
from shared.platform.settings import Settings
from shared.platform.vertex_settings import vertex_settings
from shared.platform.wiring import connect


def test_unset_is_off() -> None:
    assert vertex_settings({}) is None
    assert vertex_settings({"VERTEX_ENDPOINT": "http://127.0.0.1:1"}) is None


def test_a_model_and_a_project_are_enough() -> None:
    made = vertex_settings({"VERTEX_MODEL": "gemini-2.5-flash", "GOOGLE_CLOUD_PROJECT": "p"})
    assert made is not None
    assert (made.location, made.tokens_per_day, made.timeout_s) == ("europe-west1", 500_000, 2.0)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"GOOGLE_CLOUD_PROJECT": ""}, "GOOGLE_CLOUD_PROJECT"),
        ({"VERTEX_ENDPOINT": "127.0.0.1:1"}, "VERTEX_ENDPOINT"),
        ({"VERTEX_DAILY_BUDGET": "-1"}, "VERTEX_DAILY_BUDGET"),
        ({"VERTEX_TIMEOUT_S": "soon"}, "VERTEX_TIMEOUT_S"),
        ({"VERTEX_TIMEOUT_S": "300"}, "VERTEX_TIMEOUT_S"),
        ({"VERTEX_TIMEOUT_S": "nan"}, "VERTEX_TIMEOUT_S"),
    ],
)
def test_a_wrong_value_is_named(changed: dict[str, str], named: str) -> None:
    with pytest.raises(SettingError, match=named):
        vertex_settings({"VERTEX_MODEL": "m", "GOOGLE_CLOUD_PROJECT": "p", **changed})


def test_the_wiring_gives_a_model_only_where_one_is_named(tmp_path: object) -> None:
    env = {"DATA_DIR": str(tmp_path)}
    assert connect(Settings.from_environment(env)).language_model is None
    named = connect(Settings.from_environment({**env, "VERTEX_MODEL": "m", "VERTEX_ENDPOINT": "http://127.0.0.1:1"}))
    assert named.language_model is not None
    assert named.language_model().name == "vertex:m"
