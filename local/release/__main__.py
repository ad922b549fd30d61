"""`python -m local.release VERB`: the steps of a release, as cloudbuild.yaml and the Makefile run them."""

import argparse
import sys
from collections.abc import Sequence

from local.release.apply import apply
from local.release.place import Place, commit_here, setting
from local.release.plan import plan, propose
from local.release.problem import ReleaseStopped
from local.release.record import Name
from local.release.rollout import move, roll_back
from local.release.smoke import smoke
from local.release.watch import Gate, watch


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    try:
        asked.verb(asked)
    except ReleaseStopped as problem:
        print(f"Stopped: {problem}", file=sys.stderr, flush=True)
        return 1
    return 0


def _plan(asked: argparse.Namespace) -> None:
    record = plan(Place.of(asked.env), commit_here())
    print(f"PLAN={record.name}" if record.changes else "Nothing to change: there is nothing to approve.", flush=True)


def _propose(asked: argparse.Namespace) -> None:
    name = propose(Place.of(asked.env), setting("RELEASE_TOPIC"))
    print(f"Waiting for approval: {name}" if name else "Nothing to change: nothing is proposed.", flush=True)


def _apply(asked: argparse.Namespace) -> None:
    apply(Place.of(asked.env), Name.parse(asked.plan), commit_here())


def _smoke(asked: argparse.Namespace) -> None:
    if not asked.url.startswith(("http://", "https://")):
        raise ReleaseStopped(f"URL must begin with http:// or https://, not {asked.url!r}.")
    if not smoke(asked.url, setting("SMOKE_KEY")):
        raise ReleaseStopped("the journey did not pass; the step is named above.")


def _traffic(asked: argparse.Namespace) -> None:
    place = Place.of(asked.env)
    watch(place, move(place, asked.percent), Gate.read(asked.watch))


def _rollback(asked: argparse.Namespace) -> None:
    if not roll_back(Place.of(asked.env)):
        print("Every function is already on the revision that served before.", flush=True)


def _percent(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 100:
        raise argparse.ArgumentTypeError(f"a share of the traffic is 1 to 100 percent, not {text!r}")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local.release", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    planning = verbs.add_parser("plan", help="make a plan and store it under the commit")
    proposing = verbs.add_parser("propose", help="ask for approval of the plan just made")
    applying = verbs.add_parser("apply", help="apply exactly the plan that was approved")
    smoking = verbs.add_parser("smoke", help="walk the shopper's journey and erase it")
    moving = verbs.add_parser("traffic", help="give the new revisions a part of the traffic, and watch")
    returning = verbs.add_parser("rollback", help="all traffic to the revisions that served before")
    for parts, verb in zip(
        (planning, proposing, applying, smoking, moving, returning),
        (_plan, _propose, _apply, _smoke, _traffic, _rollback),
        strict=True,
    ):
        parts.set_defaults(verb=verb)
    for parts in (planning, proposing, applying, moving, returning):
        parts.add_argument("--env", required=True, help="a folder of terraform/environments")
    applying.add_argument("--plan", required=True, help="COMMIT@sha256:DIGEST, as plan prints it")
    smoking.add_argument("--url", required=True, help="where the API answers")
    moving.add_argument("--percent", required=True, type=_percent, metavar="1-100")
    moving.add_argument("--watch", type=float, metavar="SECONDS", help="how long (default: data/gates.json)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
