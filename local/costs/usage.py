"""What a month uses of each thing that has a price."""

from collections.abc import Mapping

from local.costs.served import GIB, Facts, Served, served

DELIVERED = frozenset({"quality", "learn", "rollup", "performance"})  # by Pub/Sub, or written down beside a call
Usage = dict[str, float]  # quantity of a month by price
WARM = "Ready instances (`keep_warm`)"


def month(facts: Facts, functions: Facts, shops: int) -> dict[str, Usage]:
    """By row of the table. `functions`: terraform/api/functions.json."""
    load = facts["load"]
    sessions = shops * load["sessionsADay"] * load["days"]
    running = {name: served(facts, declared, name, shops) for name, declared in functions.items()}
    return {
        WARM: _ready(functions, running),
        "Functions": _functions(facts, functions, running, sessions),
        "API Gateway": _gateway(facts, sessions),
        "Firestore: reads, writes, expiry": _documents(facts, sessions),
        "Firestore: alert rules by the clock": _evaluated(facts, shops),
        "Firestore: catalogues into instances": _catalogues(facts, running, shops),
        "Firestore: storage, recovery, backups": _stored(facts, sessions, shops),
        "Pub/Sub": {"messageGib": sessions * facts["messages"]["aSession"] * facts["messages"]["kB"] * 1000 / GIB},
        "Logs, traces, alerts": {
            "logGib": _requests(facts, sessions) * facts["logBytesACall"] / GIB,
            "spans": _requests(facts, sessions) * facts["spansACall"],
            **_fixed(facts, "alertConditions", "alertSeries"),
        },
        "Load balancer and CDN": {
            "cachedGib": sessions * facts["widget"]["bytesASession"] / GIB,
            "cacheLookups": sessions * facts["widget"]["lookupsASession"],
            **_fixed(facts, "forwardingHours"),
        },
        "Builds, images, secrets, files": _fixed(
            facts, "buildMinutes", "imageGib", "secretVersions", "schedulerJobs", "fileGib"
        ),
    }


def _ready(functions: Facts, running: Mapping[str, Served]) -> Usage:
    warm = [(float(functions[name]["cpu"]), one) for name, one in running.items() if functions[name]["warm"]]
    return {
        "idleVcpuSeconds": sum(cpu * one.idle_s for cpu, one in warm),
        "idleGibSeconds": sum(one.gib * one.idle_s for _, one in warm),
    }


def _functions(facts: Facts, functions: Facts, running: Mapping[str, Served], sessions: float) -> Usage:
    return {
        "vcpuSeconds": sum(float(functions[name]["cpu"]) * one.busy_s for name, one in running.items()),
        "gibSeconds": sum(one.gib * one.busy_s for one in running.values()),
        "requests": _requests(facts, sessions),
    }


def _gateway(facts: Facts, sessions: float) -> Usage:
    """All calls from outside: what Pub/Sub and the clock of the project itself deliver does not pass it."""
    calls = {call: one for call, one in facts["load"]["calls"].items() if call not in DELIVERED}
    answered = sum(one["aSession"] * facts["operations"][call]["answerBytes"] for call, one in calls.items())
    asked = sum(one["aSession"] + one["preflights"] for one in calls.values())
    health = facts["load"]["byTheClock"]["health"]["aDay"] * facts["load"]["days"]
    return {"gatewayCalls": sessions * asked + health, "gatewayGib": sessions * answered / GIB}


def _documents(facts: Facts, sessions: float) -> Usage:
    """What is kept expires one day, and that is charged as a deletion."""
    return {
        "reads": sessions * _sum(facts, "reads"),
        "writes": sessions * _sum(facts, "writes"),
        "ttlDeletes": sessions * _sum(facts, "kept"),
    }


def _evaluated(facts: Facts, shops: int) -> Usage:
    """Each shop's rules are evaluated whether or not anybody came."""
    clock = facts["load"]["byTheClock"]["alert_schedule"]
    evaluations = shops * clock["aDay"] * facts["load"]["days"]
    return {"reads": evaluations * clock["readsAShop"], "writes": evaluations * clock["writesAShop"]}


def _catalogues(facts: Facts, running: Mapping[str, Served], shops: int) -> Usage:
    """Each instance reads the whole catalogue of each shop when it is new, and after each change of it."""
    catalogue = facts["catalogue"]
    instances = sum(running[name].peak_instances for name in catalogue["functions"])
    products = catalogue["products"] * catalogue["readsADay"] * facts["load"]["days"]
    return {"reads": shops * products * instances}


def _stored(facts: Facts, sessions: float, shops: int) -> Usage:
    kept, catalogue = facts["kept"], facts["catalogue"]
    of_sessions = sessions / facts["load"]["days"] * kept["retentionDays"] * _sum(facts, "keptBytes")
    of_products = shops * catalogue["products"] * catalogue["storedBytesAProduct"]
    gib = (of_sessions + of_products) * kept["storedPerByte"] / GIB
    return {"databaseGib": gib, "recoveryGib": gib, "backupGib": gib * kept["backupsAtOnce"]}


def _sum(facts: Facts, of: str) -> float:
    """Over the calls of one session."""
    return float(sum(one["aSession"] * facts["operations"][call][of] for call, one in facts["load"]["calls"].items()))


def _requests(facts: Facts, sessions: float) -> float:
    load = facts["load"]
    by_the_clock = sum(one["aDay"] for one in load["byTheClock"].values()) * load["days"]
    return float(by_the_clock + sessions * sum(one["aSession"] + one["preflights"] for one in load["calls"].values()))


def _fixed(facts: Facts, *names: str) -> Usage:
    return {name: float(facts["fixed"][name]) for name in names}
