"""Settings of a release are read once, and what is missing is named."""

import re
import subprocess
from pathlib import Path

import pytest

from local.release import place as places
from local.release.place import Place, commit_here
from local.release.problem import ReleaseStopped

REPOSITORY = Path(__file__).parents[4]
SETTINGS = {"GOOGLE_CLOUD_PROJECT": "p", "GOOGLE_CLOUD_REGION": "europe-west1", "STATE_BUCKET": "bucket"}


def test_a_place_is_read_from_the_environment(place: Place) -> None:
    assert Place.of("prod", SETTINGS) == place


@pytest.mark.parametrize("missing", SETTINGS)
def test_a_missing_setting_is_named(place: Place, missing: str) -> None:
    with pytest.raises(ReleaseStopped, match=f"{missing} is not set"):
        Place.of("prod", {**SETTINGS, missing: ""})


def test_an_unknown_environment_is_refused_with_those_there_are(place: Place) -> None:
    with pytest.raises(ReleaseStopped, match="no environment 'staging': ENV is one of prod"):
        Place.of("staging", SETTINGS)


def test_a_path_is_no_environment(place: Place) -> None:
    with pytest.raises(ReleaseStopped, match="no environment"):
        Place.of("../environments/prod", SETTINGS)


def test_cloud_build_says_which_commit_lies_here() -> None:
    assert commit_here({"COMMIT_SHA": "c" * 40}) == "c" * 40


def test_elsewhere_git_says_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "ROOT", tmp_path)
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "--message", "one"], check=True)
    assert len(commit_here({})) == 40


def test_without_a_commit_there_is_no_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "ROOT", tmp_path)
    with pytest.raises(ReleaseStopped, match="a plan belongs to a commit"):
        commit_here({"COMMIT_SHA": ""})


def test_every_setting_of_a_release_is_documented() -> None:
    sources = (REPOSITORY / "local" / "release").glob("*.py")
    read = {
        name for file in sources for name in re.findall(r'(?:setting|env\.get)\("(\w+)"', file.read_text("utf-8"))
    }
    rows = re.findall(r"^\| (`[A-Z_]+`.*?) \|", (REPOSITORY / "docs" / "release.md").read_text("utf-8"), re.M)
    assert read == set(re.findall(r"`([A-Z_]+)`", " ".join(rows)))
