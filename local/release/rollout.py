"""Moves traffic between the revisions of all functions: held while deploying, then in steps, or all the way back."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from local.release import gcloud, shelf
from local.release.place import Place
from local.release.problem import ReleaseStopped
from local.release.service import Service, service_name

AT_ONCE = 8  # gcloud processes; each waits for Cloud Run most of its time
T = TypeVar("T")


def hold(place: Place) -> dict[str, str]:
    """Ties each service to the revision that serves now, and remembers which. Raises `ReleaseStopped`.

    Without it Cloud Run would send everything to a new revision at once: traffic follows the newest by default.
    """
    services = _services(place)
    if split := [service.name for service in services if service.serving is None]:
        raise ReleaseStopped(
            f"Traffic is still split for {', '.join(split)}: finish that release (make traffic PERCENT=100) "
            "or take it back (make rollback), then apply."
        )
    before = {service.name: service.serving for service in services if service.serving}
    _shift(place, {service.name: {before[service.name]: 100} for service in services if service.floats})
    shelf.put_served_before(place, before)
    _say("held on", before)
    return before


def put_back(place: Place, before: Mapping[str, str]) -> None:
    """Makes sure that a deploy moved no traffic by itself, as some versions of Terraform's provider do."""
    _say("the deploy had moved this; put back on", _return(place, before))


def move(place: Place, percent: int) -> list[str]:
    """Gives the new revisions `percent` of the traffic; returns those revisions. Raises `ReleaseStopped`."""
    before = shelf.served_before(place)
    every = _services(place)
    if not every:
        raise ReleaseStopped(f"No function is labelled {place.labels}: there is no traffic to move.")
    services = [service for service in every if service.name in before]
    if dead := [service.newest for service in services if service.newest != service.latest]:
        raise ReleaseStopped(f"Not ready to serve: {', '.join(dead)}. Its log says why; no traffic was moved.")
    new = [service for service in services if service.latest != before[service.name]]
    wanted = {service.name: service.shares_at(percent, before[service.name]) for service in new}
    _shift(place, {service.name: wanted[service.name] for service in new if wanted[service.name] != service.shares})
    _say(f"{percent} % to", {service.name: service.latest for service in new})
    return [service.latest for service in new]


def roll_back(place: Place) -> list[str]:
    """All traffic to the revisions that served before the last release; returns the services that moved."""
    moved = _return(place, shelf.served_before(place))
    _say("back on", moved)
    return list(moved)


def _return(place: Place, before: Mapping[str, str]) -> dict[str, str]:
    """Functions that are new since `before` have nothing to return to and stay."""
    away = [one.name for one in _services(place) if before.get(one.name, one.serving) != one.serving]
    _shift(place, {name: {before[name]: 100} for name in away})
    return {name: before[name] for name in away}


def _services(place: Place) -> list[Service]:
    """Those that serve at all: a function whose first deploy failed has no revision to speak of."""
    names = sorted(filter(None, map(service_name, gcloud.ask(gcloud.functions(place)) or ())))
    found = _each(names, lambda name: Service.of(gcloud.ask(gcloud.service(place, name))))
    return [service for service in found if service.shares]


def _shift(place: Place, wanted: Mapping[str, Mapping[str, int]]) -> None:
    _each(wanted, lambda name: gcloud.run(gcloud.shift(place, name, wanted[name])))


def _each(names: Iterable[str], act: Callable[[str], T]) -> list[T]:
    """All of them are tried, even when one fails; then raises what the first failure was."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [task.result() for task in [pool.submit(act, name) for name in names]]


def _say(words: str, revisions: Mapping[str, str]) -> None:
    for name, revision in sorted(revisions.items()):
        print(f"{name}: {words} {revision}", flush=True)
