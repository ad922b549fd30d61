"""`make eval`: how well messages are understood and frames found, on labelled messages in five languages.

The lexicons may be grown by what the dev half shows. The held-out half prints only totals: nobody reads its messages.
"""

import argparse
import json
import sys

from shared.platform import log
from shared.platform.wiring.embeddings import wire
from tests.eval.query import HALVES
from tests.eval.report import evaluate, table, worst
from tests.eval.shop import demo_shop
from tests.eval.text_search import TextSearch


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.eval", description=__doc__)
    parser.add_argument("--half", choices=HALVES, action="append", help="only this half (default: both)")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N dev queries that went worst")
    parser.add_argument("--reveal", action="store_true", help="list those of the held-out half as well: spends it")
    parser.add_argument("--lexicons-only", action="store_true", help="without the embedding model")
    parser.add_argument("--json", action="store_true", help="print the totals as JSON")
    arguments = parser.parse_args()
    log.configure("ERROR")
    load = None if arguments.lexicons_only else wire(None).embeddings
    shop = demo_shop(load() if load else None)
    text = TextSearch(shop)
    reports = [evaluate(half, shop, text) for half in arguments.half or HALVES]
    if arguments.json:
        json.dump([report.to_json() for report in reports], sys.stdout, indent=2)
        print()
        return
    print(f"with {shop.embeddings.name}" if shop.embeddings else "with the lexicons alone")
    print("\n\n".join(table(report) for report in reports))
    for report in reports:
        if arguments.worst and (report.half == "dev" or arguments.reveal):
            print(f"\nThe worst of {report.half.replace('_', '-')}:\n{worst(report, arguments.worst)}")


if __name__ == "__main__":
    main()
