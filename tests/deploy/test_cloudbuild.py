"""The builds that release, checked against Cloud Build's schema and against what this repository has."""

import re
import shutil
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CHECK, APPLY = "cloudbuild.yaml", "cloudbuild.apply.yaml"
FILES = (CHECK, APPLY)
# The fields of a Build that its author sets: https://cloud.google.com/build/docs/build-config-file-schema
TOP_LEVEL = {
    *("steps", "timeout", "queueTtl", "logsBucket", "options", "substitutions", "tags", "serviceAccount"),
    *("availableSecrets", "artifacts", "images"),
}
GIVEN = {"PROJECT_ID", "COMMIT_SHA"}  # by Cloud Build itself
SECRET = re.compile(r"projects/[^/]+/secrets/[\w-]+/versions/[\w-]+")
SECRET_VALUE = re.compile(r"(key|secret|password|token)\w*=", re.IGNORECASE)
APPLY_TARGETS = {"bundle", "apply", "smoke", "traffic", "rollback"}
COPIES_TERRAFORM = {"entrypoint": "install", "args": ["-D", "/bin/terraform", ".cache/bin/terraform"]}
MESSAGES = "lib/googlecloudsdk/generated_clients/apis/cloudbuild/v1/cloudbuild_v1_messages.py"


def build(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / name).read_text("utf-8"))
    return loaded


def faults(wanted: dict[str, Any], targets: set[str]) -> list[str]:
    """What is wrong with a build beyond what its schema says."""
    found = [f"unknown field {name}" for name in wanted.keys() - TOP_LEVEL]
    found += [f"no {name}" for name in ("serviceAccount", "timeout") if not wanted.get(name)]
    if wanted.get("options", {}).get("logging") != "CLOUD_LOGGING_ONLY":
        found.append("no logging that a service account of our own may write")
    earlier: set[str] = set()
    for step in wanted["steps"]:
        found += [f"{step['id']}: {fault}" for fault in step_faults(step, earlier, targets)]
        earlier.add(step["id"])
    return found + secret_faults(wanted) + substitution_faults(wanted)


def step_faults(step: dict[str, Any], earlier: set[str], targets: set[str]) -> list[str]:
    found = []
    if not step.get("timeout"):
        found.append("no timeout")
    if not re.search(r"(:[\w.-]*\d[\w.-]*|@sha256:[0-9a-f]{64})$", step["name"]):
        found.append("image without a version")
    if "waitFor" not in step or not set(step["waitFor"]) <= earlier | {"-"}:
        found.append("waits for no earlier step")
    if step["id"] in earlier:
        found.append("id used twice")
    if {key: step.get(key) for key in COPIES_TERRAFORM} != COPIES_TERRAFORM:
        called = re.findall(r"\bmake ([a-z]+)", step.get("script", ""))
        found += ["runs no make target"] if not called else []
        found += [f"no make target {name}" for name in called if name not in targets]
    return found


def secret_faults(wanted: dict[str, Any]) -> list[str]:
    held = secrets(wanted) if "availableSecrets" in wanted else []
    found = [f"not a reference: {secret['env']}" for secret in held if not SECRET.fullmatch(secret["versionName"])]
    known = {secret["env"] for secret in held}
    used = {name for step in wanted["steps"] for name in step.get("secretEnv", ())}
    found += [f"secret {name} is nowhere" for name in used - known]
    pairs = [pair for one in (wanted.get("options", {}), *wanted["steps"]) for pair in one.get("env", ())]
    return found + [f"a value in the file: {pair}" for pair in pairs if SECRET_VALUE.search(pair)]


def substitution_faults(wanted: dict[str, Any]) -> list[str]:
    text = yaml.safe_dump({key: value for key, value in wanted.items() if key != "substitutions"})
    used, declared = set(re.findall(r"\$\{(_?[A-Z_]+)\}", text)), set(wanted.get("substitutions", {}))
    return [f"substitution {name} is not declared or not used" for name in (used - GIVEN) ^ declared]


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))


@pytest.mark.parametrize("name", FILES)
def test_the_build_meets_cloud_builds_schema(name: str) -> None:
    """J8."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.cloudbuild", str(ROOT / name)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("name", FILES)
def test_every_step_is_a_make_target_with_all_that_it_needs(name: str) -> None:
    """J8."""
    assert faults(build(name), make_targets()) == []


def secrets(wanted: dict[str, Any]) -> list[dict[str, str]]:
    held: list[dict[str, str]] = wanted["availableSecrets"]["secretManager"]
    return held


PLANTED: dict[str, Any] = {
    "unknown field substitution": lambda wanted: wanted.update(substitution={}),
    "no serviceAccount": lambda wanted: wanted.pop("serviceAccount"),
    "no timeout": lambda wanted: wanted.pop("timeout"),
    "no logging": lambda wanted: wanted["options"].pop("logging"),
    "smoke: no timeout": lambda wanted: wanted["steps"][3].pop("timeout"),
    "smoke: image without a version": lambda wanted: wanted["steps"][3].update(name="python:latest"),
    "smoke: waits for no earlier step": lambda wanted: wanted["steps"][3].update(waitFor=["aply"]),
    "smoke: runs no make target": lambda wanted: wanted["steps"][3].update(script="curl https://example.com"),
    "smoke: no make target smok": lambda wanted: wanted["steps"][3].update(script="make smok"),
    "smoke: id used twice": lambda wanted: wanted["steps"].insert(3, wanted["steps"][3]),
    "secret SMOKE_KEY is nowhere": lambda wanted: wanted.pop("availableSecrets"),
    "a value in the file: SMOKE_KEY=pk": lambda wanted: wanted["options"]["env"].append("SMOKE_KEY=pk"),
    "not a reference: SMOKE_KEY": lambda wanted: secrets(wanted)[0].update(versionName="pk"),
    "substitution _PLAN is not": lambda wanted: wanted["substitutions"].pop("_PLAN"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault: str) -> None:
    wanted = deepcopy(build(APPLY))
    PLANTED[fault](wanted)
    assert any(found.startswith(fault) for found in faults(wanted, APPLY_TARGETS))


def test_what_needs_approval_is_not_planned_and_what_plans_changes_nothing() -> None:
    """J8: two builds, two service accounts, and the second never plans."""
    check, apply = (" ".join(step.get("script", "") for step in build(name)["steps"]) for name in FILES)
    assert set(re.findall(r"make ([a-z]+)", check)) == {"lint", "test", "bundle", "plan", "propose"}
    assert set(re.findall(r"make ([a-z]+)", apply)) == APPLY_TARGETS
    assert build(CHECK)["serviceAccount"] != build(APPLY)["serviceAccount"]
    assert "availableSecrets" not in build(CHECK)


def test_traffic_grows_step_by_step_and_each_step_can_be_taken_back() -> None:
    """J8."""
    steps = [step for step in build(APPLY)["steps"] if step["id"].startswith("traffic-")]
    assert [re.findall(r"PERCENT=(\d+)", step["script"]) for step in steps] == [["10"], ["50"], ["100"]]
    assert all(step["script"].splitlines()[-2:] == ['make rollback ENV="$ENVIRONMENT"', "exit 1"] for step in steps)


def test_no_step_is_longer_than_its_build_allows() -> None:
    for name in FILES:
        wanted = build(name)
        assert max(int(step["timeout"][:-1]) for step in wanted["steps"]) < int(wanted["timeout"][:-1])


def test_terraform_is_the_same_in_both_builds() -> None:
    """A saved plan is refused by any other version than the one that made it."""
    assert build(CHECK)["steps"][0] == build(APPLY)["steps"][0]


@pytest.mark.parametrize("name", FILES)
def test_shellcheck_finds_nothing_in_the_scripts(name: str, tmp_path: Path) -> None:
    if not shutil.which("shellcheck"):
        pytest.skip("NOT CHECKED: shellcheck is not on this machine, so the scripts of the builds are not linted")
    scripts = []
    for step in build(name)["steps"]:
        if "script" in step:
            scripts.append(tmp_path / f"{step['id']}.sh")
            scripts[-1].write_text(step["script"])
    ended = subprocess.run(["shellcheck", *map(str, scripts)], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout


def test_the_fields_are_those_of_cloud_builds_own_client() -> None:
    gcloud = shutil.which("gcloud")
    messages = Path(gcloud).resolve().parents[1] / MESSAGES if gcloud else Path("nowhere")
    if not messages.exists():
        pytest.skip("NOT CHECKED: gcloud is not on this machine, so the fields are not compared with its client")
    body = messages.read_text("utf-8").split("\nclass Build(", 1)[1].split("\nclass ", 1)[0]
    assert set(re.findall(r"^  (\w+) = _messages\.", body, re.M)) >= TOP_LEVEL


@pytest.mark.parametrize("name", FILES)
def test_the_trigger_gives_the_build_all_that_it_asks_for(name: str) -> None:
    """J7, J8: Terraform's trigger names this file, its substitutions and its service account."""
    source = (ROOT / "terraform" / "modules" / "delivery" / "main.tf").read_text("utf-8")
    blocks = re.findall(r'^resource "google_cloudbuild_trigger" .*?^}', source, re.M | re.S)
    [trigger] = [block for block in blocks if re.search(rf'(filename|path)\s*=\s*"{re.escape(name)}"', block)]
    assert set(re.findall(r"^ +(_[A-Z_]+)\s*=", trigger, re.M)) == set(build(name)["substitutions"])
    [account] = re.findall(r"google_service_account\.(\w+)\.id", trigger)
    [account_id] = re.findall(rf'"google_service_account" "{account}" .*?account_id\s*=\s*"([\w-]+)"', source, re.S)
    assert f"/serviceAccounts/{account_id}@" in build(name)["serviceAccount"]
    assert ("approval_required = true" in trigger) == (name == APPLY)
