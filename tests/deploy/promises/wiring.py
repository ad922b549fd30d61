"""Everything that is called, told or scheduled is there, and nothing else is."""

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

from tests.deploy.plan import UNKNOWN, Plan
from tests.deploy.promises import Declared

DEAD_LETTERS = "dead-letters"
PUBSUB_AGENT = "roles/pubsub.serviceAgent"  # an agent made by request is given no role by itself
METHODS = {"get", "put", "post", "delete", "patch", "options", "head"}
READING = ("iewer", "reader", "rowser", "securityReviewer", "logWriter", "serviceUsageConsumer")
BY_CONTENT = re.compile(r"\w+/[0-9a-f]{64}\.zip")


def routes_have_functions(plan: Plan, declared: Declared) -> Iterator[str]:
    """Every operation of the contract leads to a function of the plan, and every HTTP function is on the gateway."""
    functions = plan.keyed("google_cloudfunctions2_function", "this")
    spec = _gateway_document(plan)
    backends = spec["x-google-api-management"]["backends"]
    for path, method, operation in _operations(declared.contract):
        backend = operation.get("x-google-backend")
        if backend not in backends or backend not in functions:
            yield f"{method} {path} leads to {backend}, which is not there"
        if method not in spec["paths"].get(path, {}):
            yield f"the gateway does not know {method} {path}"
    if set(backends) != declared.of_kind("http"):
        yield f"on the gateway or answering HTTP, but not both: {sorted(set(backends) ^ declared.of_kind('http'))}"
    for name, backend in backends.items():
        if not _is_address(backend.get("address"), plan, name):
            yield f"calls for {name} go to {backend.get('address')}"
        if backend.get("jwtAudience") != backend.get("address"):
            yield f"the gateway's token is not meant for {name}"


def shop_keys_pass_the_gateway(plan: Plan, declared: Declared) -> Iterator[str]:
    """Google's API keys are no keys of ours: the gateway would refuse every shop."""
    spec = _gateway_document(plan)
    schemes = spec.get("components", {}).get("securitySchemes", {})
    yield from (f"the gateway checks {name}" for name, scheme in schemes.items() if scheme.get("type") == "apiKey")
    for path, method, operation in _operations(spec):
        needed = {name for requirement in operation.get("security", []) for name in requirement}
        if needed - set(schemes):
            yield f"{method} {path} needs {sorted(needed)}, which the gateway does not know"


def events_are_delivered(plan: Plan, declared: Declared) -> Iterator[str]:
    """Each listener is told, by name of an account; what fails too often is put aside and kept."""
    topics = {one.values["name"] for one in plan.all("google_pubsub_topic")}
    if missing := {*declared.union("publishes"), DEAD_LETTERS} - topics:
        yield f"topics that are not there: {sorted(missing)}"
    listeners = plan.keyed("google_pubsub_subscription", "listener")
    mourners = plan.keyed("google_pubsub_subscription", "mourner")
    if missing := declared.of_kind("event") - {*listeners, *mourners}:
        yield f"nobody tells {sorted(missing)}"
    for name, one in {**listeners, **mourners}.items():
        if declared.functions[name]["topic"] not in topics:
            yield f"{name} listens to a topic that is not there"
        push = one.block("push_config")
        if push.get("push_endpoint") != (push.get("oidc_token") or [{}])[0].get("audience"):
            yield f"the token for {name} is meant for another"
        if not _is_address(push.get("push_endpoint"), plan, name):
            yield f"what {name} is told goes to {push.get('push_endpoint')}"
        if not (push.get("oidc_token") or [{}])[0].get("service_account_email"):
            yield f"{name} is told without a token"
    for name, one in listeners.items():
        if one.block("dead_letter_policy").get("max_delivery_attempts") != 5:
            yield f"what {name} cannot handle is not put aside after 5 attempts"
    if [one.values["role"] for one in plan.all("google_project_iam_member", "pubsub_agent")] != [PUBSUB_AGENT]:
        yield "Pub/Sub's agent can sign no token"
    yield from _dead_letters_are_kept(plan, set(listeners))


def tasks_and_schedules_run(plan: Plan, declared: Declared) -> Iterator[str]:
    queues = plan.keyed("google_cloud_tasks_queue", "this")
    if set(queues) != declared.union("enqueues"):
        yield f"queues: {sorted(set(queues) ^ declared.union('enqueues'))}"
    yield from (
        f"{name} gives up at once"
        for name, one in queues.items()
        if not one.block("retry_config").get("max_attempts")
    )
    handled = {function["queue"] for function in declared.functions.values() if function["queue"]}
    if unhandled := declared.union("enqueues") - handled:
        yield f"nobody works off {sorted(unhandled)}"
    wanted = {name: function["schedule"] for name, function in declared.functions.items() if function["schedule"]}
    planned = {name: one.values["schedule"] for name, one in plan.keyed("google_cloud_scheduler_job", "this").items()}
    if planned != wanted:
        yield f"jobs: {planned} instead of {wanted}"


def bundles_are_named_by_content(plan: Plan, declared: Declared) -> Iterator[str]:
    """A function is built anew exactly when its bundle differs."""
    for name, function in plan.keyed("google_cloudfunctions2_function", "this").items():
        source = function.block("build_config")["source"][0]["storage_source"][0]
        if not BY_CONTENT.fullmatch(source["object"]) or not source["object"].startswith(f"{name}/"):
            yield f"{name} is built from {source['object']}"
    if set(plan.keyed("google_cloudfunctions2_function", "this")) != set(declared.functions):
        yield "the plan has other functions than the table"


def instances_follow_the_table(plan: Plan, declared: Declared) -> Iterator[str]:
    """Memory, time and concurrency as declared; ready instances in production alone."""
    for name, function in plan.keyed("google_cloudfunctions2_function", "this").items():
        said, config = declared.functions[name], function.block("service_config")
        wanted = (f"{said['memoryMib']}Mi", said["timeoutS"], said["concurrency"], said["cpu"])
        got = tuple(
            config[argument]
            for argument in (
                "available_memory",
                "timeout_seconds",
                "max_instance_request_concurrency",
                "available_cpu",
            )
        )
        if got != wanted:
            yield f"{name} gets {got} instead of {wanted}"
        if config["min_instance_count"] != (1 if said["warm"] and declared.environment == "prod" else 0):
            yield f"{name} keeps {config['min_instance_count']} instances ready in {declared.environment}"


def a_person_stands_before_apply(plan: Plan, declared: Declared) -> Iterator[str]:
    """Planning needs no approval, applying does, and they are two accounts."""
    triggers = plan.all("google_cloudbuild_trigger")
    approval = {one.name: one.block("approval_config").get("approval_required") or False for one in triggers}
    if approval != {"plan": False, "apply": True}:
        yield f"approval: {approval}"
    if not {"plan", "apply"} <= {one.name for one in plan.all("google_service_account")}:
        yield "planning and applying are one account"
    for one in plan.all("google_project_iam_member", "plan"):
        if not one.values["role"].removeprefix("roles/").endswith(READING):
            yield f"who plans may do {one.values['role']}"


def _dead_letters_are_kept(plan: Plan, listeners: set[str]) -> Iterator[str]:
    if not plan.all("google_pubsub_subscription", "dead_letters"):
        yield "nobody keeps dead letters"
    if set(plan.keyed("google_pubsub_subscription_iam_member", "takes_out")) != listeners:
        yield "Pub/Sub may not take out what failed"
    if not plan.all("google_pubsub_topic_iam_member", "puts_aside"):
        yield "Pub/Sub may not put aside what failed"


def _is_address(url: str | None, plan: Plan, name: str) -> bool:
    """Whether it is the deterministic address of that function's Cloud Run service."""
    function = plan.keyed("google_cloudfunctions2_function", "this").get(name)
    return function is not None and bool(
        re.fullmatch(rf"https://{function.values['name']}-\d+\.[a-z0-9-]+\.run\.app", url or "")
    )


def _gateway_document(plan: Plan) -> dict[str, Any]:
    (config,) = plan.all("google_api_gateway_api_config")
    contents = config.values["openapi_documents"][0]["document"][0]["contents"]
    assert contents is not UNKNOWN, "the contract can be read before anything exists"
    return dict(json.loads(base64.b64decode(contents)))


def _operations(contract: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in contract["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield path, method, operation
