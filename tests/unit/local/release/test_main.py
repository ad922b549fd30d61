"""The verbs as the Makefile calls them: with the standard library alone, and a reason when they stop."""

import subprocess
import sys
from typing import Any

import pytest

from local.release.__main__ import main
from local.release.place import ROOT, Place

VERBS = ("plan", "propose", "apply", "smoke", "traffic", "rollback")


def test_no_package_is_needed() -> None:
    """Cloud Build runs these where nothing is installed."""
    command = [sys.executable, "-S", "-m", "local.release", "--help"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert all(f"    {verb} " in said for verb in VERBS)


@pytest.fixture
def settings(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", place.project)
    monkeypatch.setenv("GOOGLE_CLOUD_REGION", place.region)
    monkeypatch.setenv("STATE_BUCKET", place.bucket)


@pytest.mark.usefixtures("settings")
def test_traffic_moves_and_is_watched(cloud: Any) -> None:
    cloud.serve("chat", [{"revisionName": "chat-1", "percent": 100}], "chat-2")
    before = cloud.object("releases/prod/before.json")
    before.parent.mkdir(parents=True)
    before.write_text('{"chat": "chat-1"}')
    assert main(["traffic", "--env", "prod", "--percent", "10", "--watch", "0"]) == 0
    assert cloud.traffic("chat") == {"chat-2": 10, "chat-1": 90}
    cloud.logged({"chat-2": [500]})
    assert main(["traffic", "--env", "prod", "--percent", "50", "--watch", "0"]) == 1
    assert main(["rollback", "--env", "prod"]) == 0
    assert cloud.traffic("chat") == {"chat-1": 100}


@pytest.mark.usefixtures("settings")
def test_rollback_before_any_release_says_so(cloud: Any, capsys: Any) -> None:
    assert main(["rollback", "--env", "prod"]) == 1
    assert "before.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["plan", "--env", "nowhere"], "There is no environment 'nowhere'"),
        (["smoke", "--url", "shop.example"], "URL must begin with http"),
        (["smoke", "--url", "http://127.0.0.1:9599"], "SMOKE_KEY is not set"),
    ],
)
def test_a_stop_is_one_sentence_and_a_code(
    arguments: list[str], reason: str, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SMOKE_KEY", raising=False)
    assert main(arguments) == 1
    assert reason in capsys.readouterr().err


@pytest.mark.usefixtures("settings")
def test_apply_refuses_what_names_no_plan(capsys: Any) -> None:
    assert main(["apply", "--env", "prod", "--plan", "main"]) == 1
    assert "COMMIT@sha256:DIGEST" in capsys.readouterr().err


@pytest.mark.parametrize("percent", ["0", "101", "half"])
def test_a_share_outside_1_to_100_is_refused(percent: str) -> None:
    with pytest.raises(SystemExit):
        main(["traffic", "--env", "prod", "--percent", percent])
