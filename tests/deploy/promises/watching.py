"""Somebody is told when the service is not what it promises."""

from collections.abc import Iterator

from tests.deploy.plan import UNKNOWN, Plan, Resource, strings
from tests.deploy.promises import Declared


def service_levels_are_objectives(plan: Plan, declared: Declared) -> Iterator[str]:
    """99.9 % of answers over 28 days, and answers within 2 s."""
    objectives = {one.values["slo_id"]: one for one in plan.all("google_monitoring_slo")}
    availability = objectives.get("availability")
    if availability is None or (availability.values["goal"], availability.values["rolling_period_days"]) != (
        0.999,
        28,
    ):
        yield "availability is not 99.9 % over 28 days"
    cut = objectives["latency"].block("request_based_sli")["distribution_cut"] if "latency" in objectives else []
    if [one["range"][0]["max"] for one in cut] != [2000]:
        yield "no objective says that answers take at most 2 s"


def alerts_say_what_to_do(plan: Plan, declared: Declared) -> Iterator[str]:
    """Each alert links its runbook and names its action; what cannot be delivered and a silent service raise one."""
    policies = plan.all("google_monitoring_alert_policy")
    if not policies or not plan.all("google_monitoring_uptime_check_config"):
        yield "nobody looks whether the service answers"
    for policy in policies:
        if not any("Runbook: https://" in text for text in strings(policy.values["documentation"])):
            yield f"{policy.address} links no runbook"
        if (policy.values["user_labels"] or {}).get("action") not in ("notify_team", "escalate", "page_oncall"):
            yield f"{policy.address} names no action"
    if any(_not_yet_known(policy) for policy in policies):
        return  # without a host name of one's own, the filters are known once the gateway is
    for held in plan.all("google_pubsub_subscription", "dead_letters"):
        if not any(
            held.values["name"] in text for policy in policies for text in strings(policy.values["conditions"])
        ):
            yield f"nobody is told of {held.values['name']}"


def _not_yet_known(policy: Resource) -> bool:
    thresholds = [condition["condition_threshold"][0] for condition in policy.values["conditions"]]
    return policy.name == "threshold" and any(threshold["filter"] is UNKNOWN for threshold in thresholds)
