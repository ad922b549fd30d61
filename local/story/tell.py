"""Thirty days of a shop's life, told into an empty store: deterministic, relative to the day on which it is told."""

from datetime import datetime
from random import Random
from time import perf_counter

from local.story import team
from local.story.measurements import measure
from local.story.moments import Ids, Moments
from local.story.plot import PLOT, Calendar
from local.story.talk import talks
from local.story.visits import Visits
from shared.accounts.client import Client
from shared.accounts.directory import Directory
from shared.catalogue.repository import Catalogue
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform

SEEDS, STORY = "seeds", "story"
_SEED = "thirty days"


def is_told(platform: Platform) -> bool:
    """Cut off half-way, too: it is not told again."""
    return platform.documents.get(SEEDS, STORY) is not None


def tell(platform: Platform, until: datetime, days: int = PLOT["days"]) -> float:
    """How many seconds it took; to be told once (`is_told`)."""
    started, calendar = perf_counter(), Calendar(until, days)
    platform.documents.replace(SEEDS, STORY, {"until": until.isoformat()})
    directory = Directory(platform.documents, platform.clock)
    for client_id in PLOT["shops"]:
        client = directory.client(client_id)
        if client is not None:
            _visits(platform, client, calendar)
    team.work(platform, calendar, Ids(Random(f"{_SEED} team")))  # noqa: S311 - the same story each time
    measure(platform, calendar, Random(f"{_SEED} measurements"))  # noqa: S311
    return perf_counter() - started


def _visits(platform: Platform, client: Client, calendar: Calendar) -> None:
    documents = ClientDocuments(platform.documents, client.client_id)
    products = sorted(Catalogue(documents).every().values(), key=lambda product: product.product_id)
    if not products:
        return
    chance = Random(f"{_SEED} {client.client_id}")  # noqa: S311
    visits = Visits(
        platform=platform,
        client=client,
        calendar=calendar,
        talks=talks(documents, client),
        products=products,
        chance=chance,
        moments=Moments(calendar.start),
    )
    for at in calendar.arrivals(client.client_id, chance):
        visits.come(at)
