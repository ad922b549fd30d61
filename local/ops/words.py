"""The verbs and their arguments; docs/operations.md shows each in use."""

import argparse
from pathlib import Path
from typing import get_args

from local.ops.explain import Bound
from shared.accounts.api_key import Scope
from shared.accounts.client import ShopPlatform


def parser() -> argparse.ArgumentParser:
    outer = argparse.ArgumentParser("python -m local.ops", description="Work on the store that the settings name.")
    verbs = outer.add_subparsers(dest="verb", required=True, metavar="VERB")
    _of_shops(verbs)
    _of_sessions(verbs)
    _of_backups(verbs)
    _of_watching(verbs)
    return outer


def _of_watching(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    daily = verbs.add_parser("daily-check", help="look at health, resources, errors, store, backup and performance")
    daily.add_argument("--url", help="where the product answers, if not where the settings say")
    logs = verbs.add_parser("logs", help="find the log lines of a trace")
    logs.add_argument("--trace", required=True, help="32 hex digits, as in traceparent and requestId")
    logs.add_argument("--file", action="append", type=Path, default=[], help="a log; without it standard input")


def _of_shops(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    opened = verbs.add_parser("open-shop", help="store a shop's record from a JSON file")
    opened.add_argument("file", type=Path)
    created = verbs.add_parser("create-client", help="open a client with all features on, and give it its first key")
    created.add_argument("client_id")
    created.add_argument("--name", required=True)
    created.add_argument("--origin", action="append", default=[], metavar="https://shop.example")
    created.add_argument("--platform", choices=get_args(ShopPlatform), default="html")
    key = verbs.add_parser("add-key", help="make an API key and show it once")
    key.add_argument("client_id")
    key.add_argument("--kind", choices=get_args(Scope), default="publishable")
    rotated = verbs.add_parser("rotate-token-keys", help="add the next key that access tokens are signed with")
    rotated.add_argument("--file", type=Path, help="where the keys lie, if not where the settings say")
    synced = verbs.add_parser("sync-catalogue", help="make a shop's products equal to a feed")
    synced.add_argument("client_id")
    synced.add_argument("file", type=Path, help=".json or .csv")
    synced.add_argument("--allow-removal", action="store_true", help="also when most products would go")
    fronts = verbs.add_parser("store-fronts", help="store the pictures that try-on draws with")
    fronts.add_argument("client_id")
    fronts.add_argument("folder", type=Path, help="holds {productId}.png")


def _of_sessions(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    latest = verbs.add_parser("sessions", help="a shop's newest sessions since a day, and their quality")
    quality = verbs.add_parser("quality", help="a shop's mean quality and number of sessions")
    top = verbs.add_parser("top-products", help="a shop's most recommended products")
    for verb in (latest, quality, top):
        verb.add_argument("client_id")
    for verb in (latest, top):
        verb.add_argument("--since", default="1970-01-01", help="a day or an RFC 3339 time")
        verb.add_argument("--limit", type=int, default=10)
    _of_quality(verbs)
    verbs.add_parser("face-labels", help="every shop's corrected face shapes, to refit the model with")
    explained = verbs.add_parser("explain", help="how the store serves a query")
    explained.add_argument("collection")
    explained.add_argument("--where", action="append", default=[], metavar="FIELD=VALUE")
    explained.add_argument("--range", nargs=3, metavar=("FIELD", "|".join(get_args(Bound)), "VALUE"))
    explained.add_argument("--order", metavar="FIELD[:desc]")
    explained.add_argument("--limit", type=int)


def _of_quality(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    suggested = verbs.add_parser("suggestions", help="what a shop can do better, by its conversations' issues")
    again = verbs.add_parser("replay", help="a shop's conversations under changed weights, scored before and after")
    for verb, limit in ((suggested, 30), (again, 200)):
        verb.add_argument("client_id")
        verb.add_argument("--limit", type=int, default=limit)
    again.add_argument("--factors", nargs="*", default=[], metavar="TERM=FACTOR", help="such as colour=0")
    again.add_argument("--against", choices=("stored", "unchanged"), default="stored", help="what is before")


def _of_backups(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    taken = verbs.add_parser("backup", help="copy one machine's data, also while it serves")
    taken.add_argument("--to", type=Path, metavar="DIR", help="a folder that does not exist yet")
    for verb, said in (("verify-backup", "see whether a backup is whole"), ("restore", "put a backup in place")):
        verbs.add_parser(verb, help=said).add_argument("backup", type=Path, metavar="DIR")
