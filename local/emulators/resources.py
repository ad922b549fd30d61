"""What Terraform makes in the cloud, made in the emulators: topics, push subscriptions, buckets.

By the emulators' REST faces, so that nothing here needs Google's clients. Making them again changes nothing.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

from shared.platform.settings import GoogleSettings

PROJECT = "ai-discovery-emulated"
REGION = "europe-west1"
BUCKETS = ("photos", "exports", "frames")
DEAD_LETTERS, MOST_DELIVERIES = "dead-letters", 5
_TIMEOUT_S = 10.0
_EXISTS = 409


def make(google: GoogleSettings, functions: Mapping[str, Mapping[str, Any]], push_to: str) -> None:
    """`functions` as in terraform/api/functions.json; `push_to` is the URL under which each listens by its name."""
    if google.emulators is None:
        raise ValueError("only Terraform makes resources in the cloud")
    pubsub = f"http://{google.emulators.pubsub}/v1/projects/{google.project}"
    for topic in topics(functions):
        _send("PUT", f"{pubsub}/topics/{topic}", {})
    for name, function in functions.items():
        if function["kind"] == "event":
            topic = f"projects/{google.project}/topics/{function['topic']}"
            dead = None if function["topic"] == DEAD_LETTERS else f"projects/{google.project}/topics/{DEAD_LETTERS}"
            _send("PUT", f"{pubsub}/subscriptions/{name}", _subscription(topic, f"{push_to}/{name}", dead))
    for name in google.buckets.values():
        _send("POST", f"{google.emulators.storage}/storage/v1/b?project={google.project}", {"name": name})


def topics(functions: Mapping[str, Mapping[str, Any]]) -> set[str]:
    listened = {function["topic"] for function in functions.values() if function["topic"]}
    return listened | {topic for function in functions.values() for topic in function["publishes"]}


def environment(project: str = PROJECT) -> dict[str, str]:
    """The settings that name these resources."""
    buckets = {f"BUCKET_{purpose.upper()}": f"{project}-{purpose}" for purpose in BUCKETS}
    return {"CLOUD": "emulators", "GOOGLE_CLOUD_PROJECT": project, "GOOGLE_CLOUD_REGION": REGION, **buckets}


def _subscription(topic: str, endpoint: str, dead_letters: str | None) -> dict[str, Any]:
    policy = {"deadLetterTopic": dead_letters, "maxDeliveryAttempts": MOST_DELIVERIES}
    return {
        "topic": topic,
        "pushConfig": {"pushEndpoint": endpoint},
        "ackDeadlineSeconds": 60,
        "retryPolicy": {"minimumBackoff": "1s", "maximumBackoff": "10s"},
        **({"deadLetterPolicy": policy} if dead_letters else {}),
    }


def _send(method: str, url: str, body: Mapping[str, Any]) -> None:
    request = urllib.request.Request(url, json.dumps(body).encode(), method=method)  # noqa: S310 - of this machine
    request.add_header("Content-Type", "application/json")
    try:
        urllib.request.urlopen(request, timeout=_TIMEOUT_S).close()  # noqa: S310
    except urllib.error.HTTPError as error:
        if error.code != _EXISTS:
            raise
