"""What was held while Pub/Sub was away is published by a scheduled function."""

from local.functions import declared


def test_it_may_publish_whatever_any_function_publishes() -> None:
    functions = declared()
    every = {*functions.http.values(), *functions.events.values()}
    published = {topic for function in every for topic in function.deployment.publishes}
    assert set(functions.events["relay"].deployment.publishes) == published
