"""What is kept, for how long, and how it comes back when it is lost."""

from collections.abc import Iterator
from typing import Any

from tests.deploy.plan import Plan
from tests.deploy.promises import Declared

DAY_S = 86400
LONGEST_BACKUP_S = 14 * 7 * DAY_S
RISING = {"at", "createdAt"}


def photos_are_forgotten(plan: Plan, declared: Declared) -> Iterator[str]:
    """Gone after a day, with no older version and nothing to bring back."""
    photos = plan.keyed("google_storage_bucket", "this").get("photos")
    if photos is None:
        yield "there is no bucket for photos"
        return
    ages = [
        rule["condition"][0]["age"]
        for rule in photos.values["lifecycle_rule"]
        if rule["action"][0]["type"] == "Delete"
    ]
    if ages != [1]:
        yield f"photos are deleted at the age of {ages} days"
    if photos.block("versioning").get("enabled") is not False:
        yield "photos have older versions"
    if photos.block("soft_delete_policy").get("retention_duration_seconds") != 0:
        yield "deleted photos can be brought back"


def documents_come_back(plan: Plan, declared: Declared) -> Iterator[str]:
    """Point-in-time recovery, a daily and a weekly backup, and in production no deletion by mistake."""
    databases = plan.all("google_firestore_database")
    if len(databases) != 1:
        yield f"there are {len(databases)} databases"
    for database in databases:
        if database.values["point_in_time_recovery_enablement"] != "POINT_IN_TIME_RECOVERY_ENABLED":
            yield "the database has no point-in-time recovery"
        if (
            declared.environment == "prod"
            and database.values["delete_protection_state"] != "DELETE_PROTECTION_ENABLED"
        ):
            yield "the database of production can be deleted"
    schedules = plan.all("google_firestore_backup_schedule")
    if {one.name for one in schedules if one.values[f"{one.name}_recurrence"]} != {"daily", "weekly"}:
        yield f"backup schedules: {[one.name for one in schedules]}"
    for one in schedules:
        kept = int(one.values["retention"].removesuffix("s"))
        if not DAY_S <= kept <= LONGEST_BACKUP_S:
            yield f"{one.name} backups are kept for {kept} s"


def backups_outlive_mistakes(plan: Plan, declared: Declared) -> Iterator[str]:
    backups = plan.keyed("google_storage_bucket", "this").get("backups")
    if backups is None or backups.block("versioning").get("enabled") is not True:
        yield "files of backups have no older versions"
    elif backups.block("soft_delete_policy").get("retention_duration_seconds", 0) < 7 * DAY_S:
        yield "deleted backups cannot be brought back for a week"


def queries_have_indexes(plan: Plan, declared: Declared) -> Iterator[str]:
    """Every index of the file is made, field by field, and no other."""
    made = {
        (one.values["collection"], _made_fields(one.values["fields"])) for one in plan.all("google_firestore_index")
    }
    wanted = {(index["collection"], _wanted_fields(index["fields"])) for index in declared.indexes}
    yield from (f"missing index: {index}" for index in sorted(wanted - made, key=str))
    yield from (f"index that no query uses: {index}" for index in sorted(made - wanted, key=str))
    scopes = {one.values["query_scope"] for one in plan.all("google_firestore_index")}
    if scopes - {"COLLECTION"}:
        yield f"indexes of scope {sorted(scopes)}"


def what_expires_is_deleted(plan: Plan, declared: Declared) -> Iterator[str]:
    policies = {
        one.values["collection"]
        for one in plan.all("google_firestore_field")
        if one.values["ttl_config"] and one.values["field"] == "_expiresAt"
    }
    if differing := policies ^ set(declared.collections):
        yield f"collections without a time to live, or with a needless one: {sorted(differing)}"


def writes_do_not_meet(plan: Plan, declared: Declared) -> Iterator[str]:
    """What rises with each write has no index of its own, at whose end all writes would meet."""
    bare = {
        (one.values["collection"], one.values["field"])
        for one in plan.all("google_firestore_field")
        if [block["indexes"] for block in one.values["index_config"]] == [[]]
    }
    rising = {
        (index["collection"], field["path"])
        for index in declared.indexes
        for field in index["fields"]
        if field["path"] in RISING
    }
    expiring = {(collection, "_expiresAt") for collection in declared.collections}
    yield from (f"all writes of {collection} meet in {field}" for collection, field in (rising | expiring) - bare)


def _made_fields(fields: list[dict[str, Any]]) -> tuple[tuple[str, str | int], ...]:
    return tuple((one["field_path"], one["order"] or one["vector_config"][0]["dimension"]) for one in fields)


def _wanted_fields(fields: list[dict[str, Any]]) -> tuple[tuple[str, str | int], ...]:
    """As Firestore answers them: it puts the document's name before a vector by itself."""
    wanted: list[tuple[str, str | int]] = []
    for one in fields:
        wanted += [("__name__", "ASCENDING")] if "vector" in one else []
        wanted.append((one["path"], one.get("order") or one["vector"]["dimension"]))
    return tuple(wanted)
