"""How many instances a load takes, and for how long they are billed."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, exp
from typing import Any

Facts = Mapping[str, Any]
DAY_S, GIB = 86400, 2**30


@dataclass(frozen=True)
class Load:
    """Mean load on one function, calls that come by chance."""

    rate: float  # requests a second
    work: float  # vCPU that they keep busy
    flight: float  # requests in flight at once


@dataclass(frozen=True)
class Served:
    peak_instances: int  # in the busiest second
    busy_s: float  # billed as active in a month, all instances together
    idle_s: float  # of a month in which one instance would only be kept ready
    gib: float  # memory of an instance


def served(facts: Facts, declared: Facts, name: str, shops: int) -> Served:
    """`declared`: the function's entry in terraform/api/functions.json.

    An instance is billed while it has a request in flight. With `flight` requests in flight on average that is the
    share 1 - exp(-flight) of the time: the busy share of an M/G/infinity queue (Kleinrock, Queueing Systems I). So
    calls that overlap on one instance are paid for once, and a lone call for its whole duration.
    """
    load, concurrency = _load(facts["load"], name, shops), declared["concurrency"]
    month_s = facts["load"]["days"] * DAY_S
    mean = _instances(load, 1, concurrency, facts)
    idle = exp(-load.flight / mean)
    return Served(
        peak_instances=_instances(load, facts["load"]["peak"], concurrency, facts),
        busy_s=mean * month_s * (1 - idle),
        idle_s=month_s * idle,
        gib=_gib(facts["catalogue"], declared, name, shops),
    )


def _load(load: Facts, name: str, shops: int) -> Load:
    """A preflight is answered by the same function, takes as long as its call and hardly any processor."""
    if clock := load["byTheClock"].get(name):
        rate = clock["aDay"] / DAY_S
        return Load(rate, 0.0, rate * clock["billedS"])
    sessions = shops * load["sessionsADay"] / DAY_S
    calls = [call for call in load["calls"].values() if call["function"] == name]
    return Load(
        rate=sessions * sum(call["aSession"] + call["preflights"] for call in calls),
        work=sessions * sum(call["aSession"] * call["cpuMs"] / 1000 for call in calls),
        flight=sessions * sum((call["aSession"] + call["preflights"]) * call["billedS"] for call in calls),
    )


def _instances(load: Load, times: float, concurrency: int, facts: Facts) -> int:
    by_work = ceil(times * load.work / float(facts["load"]["busyAtMost"]))
    return max(1, by_work, ceil(times * load.flight / concurrency))


def _gib(catalogue: Facts, declared: Facts, name: str, shops: int) -> float:
    """As declared; where the catalogues of all shops do not fit in, the next half GiB that holds them."""
    gib = float(declared["memoryMib"]) / 1024
    if name not in catalogue["functions"]:
        return gib
    held = float(shops * catalogue["products"] * catalogue["indexBytesAProduct"] / GIB)
    return max(gib, ceil(2 * (float(catalogue["instanceGibBefore"]) + held)) / 2)
