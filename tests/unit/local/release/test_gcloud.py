"""The commands are those of the real gcloud, and so are the answers that are read."""

import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from local.release import gcloud
from local.release.gcloud import Command
from local.release.place import Place

PLACE = Place("prod", "p", "europe-west1", "bucket")
COMMANDS: dict[str, Command] = {
    "functions": gcloud.functions(PLACE),
    "service": gcloud.service(PLACE, "chat"),
    "shift": gcloud.shift(PLACE, "chat", {"chat-2": 10, "chat-1": 90}),
    "requests": gcloud.requests(PLACE, 'resource.type="cloud_run_revision"', 5000),
    "copy": gcloud.copy(["/etc/hostname"], "gs://bucket/plans/"),
    "publish": gcloud.publish(PLACE, "release-plans", {"environment": "prod", "plan": "a@sha256:b"}),
}
CLIENTS = "lib/googlecloudsdk/generated_clients/apis"
RUN, FUNCTIONS = "run/v1/run_v1_messages.py", "cloudfunctions/v2/cloudfunctions_v2_messages.py"


def test_a_shift_names_each_revision_with_its_percentage() -> None:
    assert COMMANDS["shift"] == [
        *("gcloud", "run", "services", "update-traffic", "chat"),
        "--to-revisions=chat-2=10,chat-1=90",
        *("--region=europe-west1", "--project=p", "--quiet"),
    ]


def test_functions_are_those_of_one_environment() -> None:
    assert "--filter=labels.application=ai-discovery AND labels.environment=prod" in COMMANDS["functions"]


@pytest.fixture
def installed() -> Path:
    """The folder of the installed gcloud."""
    found = shutil.which("gcloud")
    if not found:
        pytest.skip("NOT CHECKED: gcloud is not on this machine, so the commands are not shown to the real one")
    return Path(found).resolve().parents[1]


def test_the_real_gcloud_understands_every_command(installed: Path, tmp_path: Path) -> None:
    """J8. It ends with 2 when an argument is unknown, and with 1 when, all understood, nobody is logged in."""
    settings = {"CLOUDSDK_CONFIG": str(tmp_path), "CLOUDSDK_CORE_CHECK_GCE_METADATA": "false"}

    def ended(command: Command) -> tuple[int, str]:
        environment = {**os.environ, **settings, "CLOUDSDK_CORE_DISABLE_PROMPTS": "1"}
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
        return result.returncode, result.stderr

    wrong = [*COMMANDS["shift"][:-1], "--quick"]
    with ThreadPoolExecutor(2) as pool:
        *answers, refused = pool.map(ended, [*COMMANDS.values(), wrong])
    for name, (code, said) in zip(COMMANDS, answers, strict=True):
        assert (code, "active account" in said) == (1, True), (name, said)
    assert refused[0] == 2


@pytest.mark.parametrize(
    ("client", "message", "fields"),
    [
        (
            RUN,
            "ServiceStatus",
            {"latestReadyRevisionName", "latestCreatedRevisionName", "traffic"},
        ),
        (RUN, "TrafficTarget", {"revisionName", "percent", "latestRevision", "tag"}),
        (
            FUNCTIONS,
            "ServiceConfig",
            {"service", "allTrafficOnLatestRevision"},
        ),
        (FUNCTIONS, "Function", {"labels", "name", "serviceConfig"}),
        ("logging/v2/logging_v2_messages.py", "HttpRequest", {"status"}),
    ],
)
def test_the_fields_that_are_read_are_those_of_the_api(
    installed: Path, client: str, message: str, fields: set[str]
) -> None:
    text = (installed / CLIENTS / client).read_text("utf-8")
    body = text.split(f"\nclass {message}(", 1)[1].split("\nclass ", 1)[0]
    assert set(re.findall(r"^  (\w+) = _messages\.", body, re.M)) >= fields
