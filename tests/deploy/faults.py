"""Faults to plant in a plan, at least two for each promise: what each check must see."""

import base64
import json
from collections.abc import Callable
from typing import Any

from tests.deploy.promises import Promise, access, keeping, watching, wiring

Made = dict[str, Any]
Fault = Callable[[list[Made]], Any]


def _each(type: str, name: str | None, change: Callable[[Made], Any]) -> Fault:
    """Changes what a plan says of every resource of that type and name."""

    def plant(made: list[Made]) -> None:
        hit = [one for one in made if one["type"] == type and name in (None, one["name"], one.get("index"))]
        assert hit, f"there is no {type} to spoil"
        for one in hit:
            change(one["change"]["after"])

    return plant


def _gone(type: str, name: str | None = None) -> Fault:
    def plant(made: list[Made]) -> None:
        kept = [one for one in made if not (one["type"] == type and name in (None, one["name"], one.get("index")))]
        assert len(kept) < len(made), f"there is no {type} to leave out"
        made[:] = kept

    return plant


def _set(**values: Any) -> Callable[[Made], None]:
    return lambda after: after.update(values)


def _within(block: str, **values: Any) -> Callable[[Made], None]:
    return lambda after: after[block][0].update(values)


def _contract(change: Callable[[Made], Any]) -> Fault:
    """Changes the document that the gateway is given."""

    def spoil(after: Made) -> None:
        document = after["openapi_documents"][0]["document"][0]
        contract = json.loads(base64.b64decode(document["contents"]))
        change(contract)
        document["contents"] = base64.b64encode(json.dumps(contract).encode()).decode()

    return _each("google_api_gateway_api_config", None, spoil)


def _management(contract: Made) -> Made:
    return dict(contract["x-google-api-management"])


FAULTS: list[tuple[Promise, Fault]] = [
    (access.nobody_unnamed_gets_in, _each("google_storage_bucket_iam_member", None, _set(member="allUsers"))),
    (
        access.nobody_unnamed_gets_in,
        _each("google_storage_bucket", "photos", _set(public_access_prevention="inherited")),
    ),
    (
        access.functions_ask_who_calls,
        _each("google_cloud_run_v2_service_iam_member", "chat", _set(member="allAuthenticatedUsers")),
    ),
    (access.functions_ask_who_calls, _gone("google_cloud_run_v2_service_iam_member", "chat")),
    (
        access.functions_ask_who_calls,
        _each("google_cloudfunctions2_function", "upload", _within("service_config", ingress_settings="ALLOW_ALL")),
    ),
    (access.functions_have_own_accounts, _gone("google_service_account", "chat")),
    (access.functions_have_own_accounts, _gone("google_project_iam_member", "chat/roles/datastore.user")),
    (access.no_primitive_roles, _each("google_project_iam_member", "build_logs", _set(role="roles/editor"))),
    (access.no_primitive_roles, _each("google_project_iam_member", "plan", _set(role="roles/viewer"))),
    (access.rights_follow_the_table, _gone("google_pubsub_topic_iam_member", "chat/conversation.updated")),
    (
        access.rights_follow_the_table,
        _each("google_storage_bucket_iam_member", "user", _set(role="roles/storage.admin")),
    ),
    (
        access.secrets_are_references,
        _each("google_secret_manager_secret", None, _within("rotation", rotation_period="7776001s")),
    ),
    (
        access.secrets_are_references,
        _each(
            "google_cloudfunctions2_function",
            "chat",
            lambda after: after["service_config"][0]["environment_variables"].update(SIGNING_SECRET="plain"),
        ),
    ),
    (keeping.photos_are_forgotten, _each("google_storage_bucket", "photos", _set(versioning=[{"enabled": True}]))),
    (
        keeping.photos_are_forgotten,
        _each(
            "google_storage_bucket", "photos", lambda after: after["lifecycle_rule"][0]["condition"][0].update(age=30)
        ),
    ),
    (
        keeping.photos_are_forgotten,
        _each("google_storage_bucket", "photos", _within("soft_delete_policy", retention_duration_seconds=604800)),
    ),
    (
        keeping.documents_come_back,
        _each(
            "google_firestore_database",
            None,
            _set(point_in_time_recovery_enablement="POINT_IN_TIME_RECOVERY_DISABLED"),
        ),
    ),
    (keeping.documents_come_back, _gone("google_firestore_backup_schedule", "weekly")),
    (
        keeping.backups_outlive_mistakes,
        _each("google_storage_bucket", "backups", _within("versioning", enabled=False)),
    ),
    (keeping.backups_outlive_mistakes, _gone("google_storage_bucket", "backups")),
    (keeping.queries_have_indexes, _gone("google_firestore_index", "products/clientId:ASCENDING,category:ASCENDING")),
    (
        keeping.queries_have_indexes,
        _each(
            "google_firestore_index",
            "sessions/clientId:ASCENDING,createdAt:DESCENDING",
            lambda after: after["fields"][1].update(order="ASCENDING"),
        ),
    ),
    (keeping.what_expires_is_deleted, _gone("google_firestore_field", "sessions")),
    (keeping.what_expires_is_deleted, _each("google_firestore_field", "sessions", _set(ttl_config=[]))),
    (
        keeping.queries_have_indexes,
        _each(
            "google_firestore_index",
            "products/clientId:ASCENDING,embedding:VECTOR",
            lambda after: after["fields"].pop(1),
        ),
    ),
    (keeping.writes_do_not_meet, _each("google_firestore_field", "sessions", _set(index_config=[]))),
    (keeping.writes_do_not_meet, _gone("google_firestore_field", "messages/at")),
    (watching.service_levels_are_objectives, _each("google_monitoring_slo", "availability", _set(goal=0.99))),
    (watching.service_levels_are_objectives, _gone("google_monitoring_slo", "latency")),
    (watching.alerts_say_what_to_do, _each("google_monitoring_alert_policy", None, _set(documentation=[]))),
    (watching.alerts_say_what_to_do, _each("google_pubsub_subscription", "dead_letters", _set(name="unwatched"))),
    (wiring.routes_have_functions, _gone("google_cloudfunctions2_function", "chat")),
    (wiring.routes_have_functions, _each("google_cloudfunctions2_function", "chat", _set(name="other"))),
    (wiring.routes_have_functions, _contract(lambda contract: contract["paths"].pop("/v1/ai/chat"))),
    (
        wiring.routes_have_functions,
        _contract(
            lambda contract: contract["x-google-api-management"]["backends"]["chat"].update(jwtAudience="other")
        ),
    ),
    (
        wiring.shop_keys_pass_the_gateway,
        _contract(lambda contract: contract["components"].update(securitySchemes={"apiKey": {"type": "apiKey"}})),
    ),
    (
        wiring.shop_keys_pass_the_gateway,
        _contract(lambda contract: contract["paths"]["/v1/ai/chat"]["post"].update(security=[{"apiKey": []}])),
    ),
    (wiring.events_are_delivered, _gone("google_pubsub_subscription", "quality_score")),
    (wiring.events_are_delivered, _each("google_pubsub_subscription", "listener", _set(dead_letter_policy=[]))),
    (wiring.events_are_delivered, _gone("google_pubsub_topic_iam_member", "puts_aside")),
    (wiring.events_are_delivered, _gone("google_project_iam_member", "pubsub_agent")),
    (
        wiring.events_are_delivered,
        _each(
            "google_pubsub_subscription",
            "listener",
            _within("push_config", push_endpoint="https://aid-chat-123456789012.europe-west1.run.app"),
        ),
    ),
    (
        wiring.events_are_delivered,
        _each("google_pubsub_subscription", "mourner", _within("push_config", oidc_token=[])),
    ),
    (wiring.tasks_and_schedules_run, _gone("google_cloud_tasks_queue")),
    (wiring.tasks_and_schedules_run, _each("google_cloud_scheduler_job", "tidy", _set(schedule="* * * * *"))),
    (
        wiring.bundles_are_named_by_content,
        _each(
            "google_cloudfunctions2_function",
            "chat",
            lambda after: after["build_config"][0]["source"][0]["storage_source"][0].update(object="chat.zip"),
        ),
    ),
    (wiring.bundles_are_named_by_content, _gone("google_cloudfunctions2_function", "tidy")),
    (
        wiring.instances_follow_the_table,
        _each("google_cloudfunctions2_function", "chat", _within("service_config", min_instance_count=0)),
    ),
    (
        wiring.instances_follow_the_table,
        _each("google_cloudfunctions2_function", "chat", _within("service_config", available_memory="256Mi")),
    ),
    (
        wiring.a_person_stands_before_apply,
        _each("google_cloudbuild_trigger", "apply", _within("approval_config", approval_required=False)),
    ),
    (wiring.a_person_stands_before_apply, _gone("google_cloudbuild_trigger", "plan")),
]
