"""Who may do what: nobody unnamed anything, each function what its work needs and no more."""

import re
from collections.abc import Iterator
from typing import Any

from tests.deploy.plan import UNKNOWN, Plan, Resource, strings
from tests.deploy.promises import Declared

EVERYBODY = {"allUsers", "allAuthenticatedUsers"}
PRIMITIVE = {"roles/owner", "roles/editor", "roles/viewer"}
FUNCTION_ROLES = {"roles/datastore.user", "roles/cloudtrace.agent"}
SECRET_NAME = re.compile(r"SECRET|PASSWORD|TOKEN|CREDENTIAL|PRIVATE|API_KEY")
LONGEST_ROTATION_S = 90 * 86400
SMOKE_KEY = "smoke-key"  # what a release is tried with; the one secret that no function reads


def nobody_unnamed_gets_in(plan: Plan, declared: Declared) -> Iterator[str]:
    """No resource names everybody, and no bucket could be opened to them."""
    for one in plan.resources:
        if EVERYBODY & set(strings(one.values)):
            yield f"{one.address} is open to everybody"
    for bucket in plan.all("google_storage_bucket"):
        if bucket.values["public_access_prevention"] != "enforced":
            yield f"{bucket.address} can be made public"
        if bucket.values["uniform_bucket_level_access"] is not True:
            yield f"{bucket.address} has rights per object"


def functions_ask_who_calls(plan: Plan, declared: Declared) -> Iterator[str]:
    """Each function has one caller, a service account; those that only listen are closed to the internet as well."""
    invokers = plan.all("google_cloud_run_v2_service_iam_member")
    for name, function in plan.keyed("google_cloudfunctions2_function", "this").items():
        own = [one for one in invokers if one.values["name"] == function.values["name"]]
        if [one.values["role"] for one in own] != ["roles/run.invoker"]:
            yield f"{name} has {len(own)} callers"
        yield from (f"{name} may be called by {one.values['member']}" for one in own if not _is_account(one))
        ingress = function.block("service_config")["ingress_settings"]
        if declared.functions[name]["kind"] != "http" and ingress != "ALLOW_INTERNAL_ONLY":
            yield f"{name} only listens, and its ingress is {ingress}"
    for other in ("binding", "policy"):
        yield from (
            f"{one.address} replaces who may call" for one in plan.all(f"google_cloud_run_v2_service_iam_{other}")
        )


def functions_have_own_accounts(plan: Plan, declared: Declared) -> Iterator[str]:
    """One account per function, and of the project's roles only those that all need."""
    accounts = plan.keyed("google_service_account", "function")
    if missing := set(declared.functions) - set(accounts):
        yield f"without an account: {sorted(missing)}"
    ids = [account.values["account_id"] for account in accounts.values()]
    if len(set(ids)) != len(ids):
        yield "two functions share an account"
    for name in accounts:
        roles = {
            key.split("/", 1)[1]
            for key in plan.keyed("google_project_iam_member", "function")
            if key.startswith(f"{name}/")
        }
        if roles != FUNCTION_ROLES:
            yield f"{name} has the project's roles {sorted(roles)}"
    for name, function in plan.keyed("google_cloudfunctions2_function", "this").items():
        if not function.block("service_config").get("service_account_email"):
            yield f"{name} runs as the default account"


def no_primitive_roles(plan: Plan, declared: Declared) -> Iterator[str]:
    for one in plan.resources:
        if one.values.get("role") in PRIMITIVE:
            yield f"{one.address} gives {one.values['role']}"


def rights_follow_the_table(plan: Plan, declared: Declared) -> Iterator[str]:
    """Topics, queues, buckets and secrets are open to exactly the functions that name them."""
    for need, type, name, role in (
        ("publishes", "google_pubsub_topic_iam_member", "publisher", "roles/pubsub.publisher"),
        ("enqueues", "google_cloud_tasks_queue_iam_member", "enqueuer", "roles/cloudtasks.enqueuer"),
        ("buckets", "google_storage_bucket_iam_member", "user", "roles/storage.objectUser"),
        ("secrets", "google_secret_manager_secret_iam_member", "reader", "roles/secretmanager.secretAccessor"),
    ):
        wanted = {f"{function}/{thing}" for function, said in declared.functions.items() for thing in said[need]}
        given = {key: one for key, one in plan.keyed(type, name).items() if key != f"release/{SMOKE_KEY}"}
        if set(given) != wanted:
            yield f"{type}.{name}: {sorted(set(given) ^ wanted)}"
        yield from (
            f"{one.address} gives {one.values['role']}" for one in given.values() if one.values["role"] != role
        )
    signers = set(plan.keyed("google_service_account_iam_member", "signs"))
    if signers != {function for function, said in declared.functions.items() if said["buckets"]}:
        yield f"these sign addresses: {sorted(signers)}"


def secrets_are_references(plan: Plan, declared: Declared) -> Iterator[str]:
    """No value passes through Terraform; each secret is mounted, and rotated within 90 days."""
    yield from (f"{one.address} holds a value" for one in plan.all("google_secret_manager_secret_version"))
    secrets = plan.keyed("google_secret_manager_secret", "this")
    if differing := set(secrets) ^ {*declared.union("secrets"), SMOKE_KEY}:
        yield f"secrets: {sorted(differing)}"
    for secret in secrets.values():
        period = int(str(secret.block("rotation").get("rotation_period", "0s")).removesuffix("s"))
        if not 0 < period <= LONGEST_ROTATION_S or not secret.values["topics"]:
            yield f"{secret.address} is reminded of rotation every {period} s"
    for name, function in plan.keyed("google_cloudfunctions2_function", "this").items():
        config = function.block("service_config")
        yield from _plain_secrets(name, config["environment_variables"])
        mounted = {volume["mount_path"].rsplit("/", 1)[1]: volume for volume in config["secret_volumes"]}
        if set(mounted) != set(declared.functions[name]["secrets"]):
            yield f"{name} mounts {sorted(mounted)}"
        versions = {volume["versions"][0]["version"] for volume in mounted.values()}
        if versions - {"latest"}:
            yield f"{name} is tied to version {sorted(versions)}"


def _plain_secrets(name: str, variables: Any) -> Iterator[str]:
    for variable in variables:
        if SECRET_NAME.search(variable) and not variable.endswith("_FILE"):
            yield f"{name} is given {variable} in plain text"


def _is_account(one: Resource) -> bool:
    member = one.values["member"]
    return member is UNKNOWN or str(member).startswith("serviceAccount:")
