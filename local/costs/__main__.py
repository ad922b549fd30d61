"""`python -m local.costs [--write]`: prints the tables of costs, or writes them into docs/deploy.md."""

import json
import sys
from pathlib import Path

from local.costs.table import prices, table

ROOT = Path(__file__).parents[2]
FACTS, PAGE = ROOT / "docs" / "costs.json", ROOT / "docs" / "deploy.md"
FUNCTIONS = ROOT / "terraform" / "api" / "functions.json"
END = "<!-- end of table -->\n"


def tables() -> dict[str, str]:
    """By the mark before each."""
    facts, functions = json.loads(FACTS.read_text("utf-8")), json.loads(FUNCTIONS.read_text("utf-8"))
    return {
        "<!-- costs, by python -m local.costs --write -->\n": table(facts, functions),
        "<!-- prices, by python -m local.costs --write -->\n": prices(facts),
    }


def filled(page: str) -> str:
    """The page with its tables as they are computed now. Raises ValueError when it has no place for one."""
    for mark, text in tables().items():
        before, after = page.split(mark)
        page = before + mark + text + END + after.split(END, 1)[1]
    return page


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        PAGE.write_text(filled(PAGE.read_text("utf-8")), "utf-8")
    else:
        print("\n".join(tables().values()))
