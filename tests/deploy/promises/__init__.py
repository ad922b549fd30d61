"""What a plan of the platform must hold to. Each promise is a function that yields every breach, none when kept."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.deploy.plan import Plan


@dataclass(frozen=True)
class Declared:
    """What the code says that it needs: the files that Terraform reads."""

    functions: Mapping[str, Mapping[str, Any]]
    collections: list[str]
    indexes: list[Mapping[str, Any]]
    contract: Mapping[str, Any]
    environment: str

    @classmethod
    def read(cls, repository: Path, environment: str) -> "Declared":
        api = repository / "terraform" / "api"
        return cls(
            json.loads((api / "functions.json").read_text()),
            json.loads((api / "collections.json").read_text()),
            json.loads((repository / "shared" / "platform" / "indexes.json").read_text()),
            yaml.safe_load((api / "openapi.yaml").read_text()),
            environment,
        )

    def of_kind(self, kind: str) -> set[str]:
        return {name for name, function in self.functions.items() if function["kind"] == kind}

    def union(self, need: str) -> set[str]:
        """All topics, queues, buckets or secrets that functions name."""
        return {name for function in self.functions.values() for name in function[need]}


Promise = Callable[[Plan, Declared], Iterator[str]]
