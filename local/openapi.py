"""Writes terraform/api/openapi.yaml from the route declarations. Run as `python -m local.openapi`."""

import sys

import yaml

from local.functions import ROOT, declared
from shared.web.openapi import describe

FILE = ROOT / "terraform" / "api" / "openapi.yaml"


def rendered() -> str:
    return yaml.safe_dump(describe(declared().routes), sort_keys=False, allow_unicode=True, width=110)


def main() -> None:
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(rendered(), "utf-8")
    print(f"{FILE.relative_to(ROOT)}: {len(declared().routes)} routes", file=sys.stderr)


if __name__ == "__main__":
    main()
