"""Schema checks of the whole platform: what a plan would make keeps every promise. Nothing is deployed."""

import copy
import json
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from local.setup.places import ROOT
from shared.platform.settings import Settings
from tests.deploy import checkov
from tests.deploy.faults import FAULTS, Fault
from tests.deploy.plan import UNKNOWN, Plan
from tests.deploy.platform import AT_ONCE, KEY, Planned, plan_all, platform
from tests.deploy.promises import Promise, access, keeping, watching, wiring

TERRAFORM = ROOT / "terraform"
PROMISES: list[Promise] = [
    access.nobody_unnamed_gets_in,
    access.functions_ask_who_calls,
    access.functions_have_own_accounts,
    access.no_primitive_roles,
    access.rights_follow_the_table,
    access.secrets_are_references,
    keeping.photos_are_forgotten,
    keeping.documents_come_back,
    keeping.backups_outlive_mistakes,
    keeping.queries_have_indexes,
    keeping.what_expires_is_deleted,
    keeping.writes_do_not_meet,
    watching.service_levels_are_objectives,
    watching.alerts_say_what_to_do,
    wiring.routes_have_functions,
    wiring.shop_keys_pass_the_gateway,
    wiring.events_are_delivered,
    wiring.tasks_and_schedules_run,
    wiring.bundles_are_named_by_content,
    wiring.instances_follow_the_table,
    wiring.a_person_stands_before_apply,
]
TESTED = sorted({str(file.parents[1].relative_to(TERRAFORM)) for file in TERRAFORM.glob("**/*.tftest.hcl")})


@pytest.fixture(scope="session")
def plans(terraform_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Planned]:
    return plan_all(tmp_path_factory.mktemp("plans"), terraform_environment)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
@pytest.mark.parametrize("name", ["dev", "prod", "grown"])
def test_a_plan_keeps_its_promises(plans: dict[str, Planned], name: str, promise: Promise) -> None:
    """J6, J7, D16: what a plan of each environment would make holds to every promise."""
    assert list(promise(plans[name].plan, plans[name].declared)) == []


@pytest.mark.parametrize(
    ("collection", "fields"),
    [
        ("sessions", [("clientId", "ASCENDING"), ("createdAt", "DESCENDING")]),
        ("products", [("clientId", "ASCENDING"), ("category", "ASCENDING")]),
    ],
)
def test_the_indexes_of_the_contract_are_made(
    plans: dict[str, Planned], collection: str, fields: list[tuple[str, str]]
) -> None:
    """D9, D10: the two indexes that the contract names."""
    made = [
        [(field["field_path"], field["order"]) for field in index.values["fields"]]
        for index in plans["prod"].plan.all("google_firestore_index")
        if index.values["collection"] == collection
    ]
    assert fields in made


def test_a_key_of_ones_own_reaches_everything_that_takes_one(plans: dict[str, Planned]) -> None:
    """J7: documents, files, messages, images, functions and secrets are encrypted with the key that is given."""
    plan = plans["grown"].plan
    named = {one.type for one in plan.resources if KEY in json.dumps(one.values, default=str)}
    assert named >= {
        "google_artifact_registry_repository",
        "google_cloudfunctions2_function",
        "google_firestore_database",
        "google_pubsub_topic",
        "google_secret_manager_secret",
        "google_storage_bucket",
    }


def _waits(shown: Mapping[str, Any], module: str, address: str) -> set[str]:
    """What a resource of a module is made after by order alone, the module's own order included."""
    platform = shown["configuration"]["root_module"]["module_calls"]["platform"]["module"]
    called = platform["module_calls"][module]
    (resource,) = [one for one in called["module"]["resources"] if one["address"] == address]
    return {*called["depends_on"], *resource.get("depends_on", ())}


@pytest.mark.parametrize(
    ("module", "address", "order"),
    [
        (
            "functions",
            "google_cloudfunctions2_function.this",
            {"module.identity", "module.secrets", "module.storage", "terraform_data.rights_known"},
        ),
        ("secrets", "google_secret_manager_secret.this", {"terraform_data.agent_known"}),
    ],
)
def test_what_needs_rights_waits_for_them(
    plans: dict[str, Planned], module: str, address: str, order: set[str]
) -> None:
    """J7: nothing else orders them; a build or a secret that comes before its rights fails."""
    assert order <= _waits(plans["prod"].shown, module, address)


def test_calls_count_against_the_project(plans: dict[str, Planned]) -> None:
    """J7: the budget's service refuses a person's login that names no project."""
    for name in ("dev", "prod"):
        providers = plans[name].shown["configuration"]["provider_config"]
        for provider in ("google", "google-beta"):
            settings = providers[provider]["expressions"]
            assert settings["user_project_override"] == {"constant_value": True}
            assert settings["billing_project"] == {"references": ["var.project_id"]}


def test_functions_understand_the_settings_they_are_given(plans: dict[str, Planned]) -> None:
    """J7: the code reads what Terraform sets, names and values alike."""
    declared = plans["grown"].declared
    for name, function in plans["grown"].plan.keyed("google_cloudfunctions2_function", "this").items():
        given = function.block("service_config")["environment_variables"]
        known = {
            key: "later" if value is UNKNOWN else value for key, value in given.items() if not key.endswith("_FILE")
        }
        settings = Settings.from_environment(known)
        assert settings.api_endpoint == "https://api.shop.example"
        assert settings.google is not None
        assert (settings.google.project, settings.google.database) == ("some-project", "(default)")
        assert set(settings.google.buckets) == set(declared.functions[name]["buckets"])
        assert set(settings.google.task_targets) == declared.union("enqueues")
        assert settings.google.invoker
        assert settings.google.trace_share == 0.05


def test_every_setting_that_terraform_gives_is_documented(plans: dict[str, Planned]) -> None:
    """J7: docs/settings.md names it; buckets by their purpose."""
    settings = (ROOT / "docs" / "settings.md").read_text("utf-8")
    functions = plans["grown"].plan.all("google_cloudfunctions2_function")
    given = {name for one in functions for name in one.block("service_config")["environment_variables"]}
    assert [name for name in sorted(given) if f"`{name}`" not in settings] == []


def test_the_gateway_is_told_a_new_name_for_a_new_contract(plans: dict[str, Planned]) -> None:
    """J7: API Gateway cannot change a config, so each contract has a name of its own."""
    (config,) = plans["prod"].plan.all("google_api_gateway_api_config")
    (same,) = plans["dev"].plan.all("google_api_gateway_api_config")
    assert config.values["api_config_id"] == same.values["api_config_id"]
    assert config.values["api_config_id"].removeprefix("aid-").isalnum()


def test_the_configuration_is_formatted_and_tests_itself(
    terraform_environment: dict[str, str], tmp_path: Path
) -> None:
    """J7: `terraform fmt` would change nothing, and every assertion beside the modules (*.tftest.hcl) holds."""

    def tested(root: str) -> str:
        workspace = platform(tmp_path / root, terraform_environment, root)
        workspace.init()
        return workspace.test()

    platform(tmp_path / "form", terraform_environment, ".").fmt_check()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        said = dict(zip(TESTED, pool.map(tested, TESTED), strict=True))
    assert len(said) > 1
    assert {root for root, text in said.items() if "0 failed" not in text or " 0 passed" in text} == set()


def test_checkov_finds_nothing_unexplained(plans: dict[str, Planned], checkov_program: Path, tmp_path: Path) -> None:
    """J7: each rule that a plan breaks is on the list with a reason, and each reason is still needed."""

    def found(name: str) -> list[checkov.Finding]:
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(plans[name].shown))
        return checkov.scan(file)

    skips = checkov.read_skips(TERRAFORM / "checkov.yaml")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for findings in pool.map(found, ["dev", "prod"]):
            assert checkov.unexplained(findings, skips) == []
            assert checkov.unused(findings, skips) == []


def test_each_promise_is_spoilt_twice() -> None:
    """J7: no check goes unproven."""
    proven = Counter(promise for promise, _ in FAULTS)
    assert [promise.__name__ for promise in PROMISES if proven[promise] < 2] == []


@pytest.mark.parametrize(("promise", "fault"), FAULTS, ids=lambda one: getattr(one, "__name__", None))
def test_a_broken_promise_is_seen(plans: dict[str, Planned], promise: Promise, fault: Fault) -> None:
    """J7: each promise is spoilt in the plan, and its check says so."""
    shown = copy.deepcopy(dict(plans["grown"].shown))
    fault(shown["resource_changes"])
    assert list(promise(Plan.of(shown), plans["grown"].declared)) != []
