"""What a plan is made of, written down beside it; the digest of this record is in the plan's name."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from local.release.problem import ReleaseStopped

PLAN, WORDS, LOCK, RECORD = "plan.tfplan", "plan.txt", "terraform.lock.hcl", "record.json"
NAME = re.compile(r"(?P<commit>[0-9a-f]{40})@sha256:(?P<digest>[0-9a-f]{64})")


@dataclass(frozen=True)
class Name:
    """`COMMIT@sha256:DIGEST`: who approves this name approves every byte that the record lists."""

    commit: str
    digest: str

    @classmethod
    def parse(cls, text: str) -> "Name":
        """Raises `ReleaseStopped`."""
        if found := NAME.fullmatch(text):
            return cls(found["commit"], found["digest"])
        raise ReleaseStopped(f"{text!r} names no plan: PLAN looks like COMMIT@sha256:DIGEST, as make plan prints it.")

    def __str__(self) -> str:
        return f"{self.commit}@sha256:{self.digest}"


@dataclass(frozen=True)
class Record:
    environment: str
    commit: str
    changes: bool
    files: Mapping[str, str]  # SHA-256 of the plan and the provider lock, by file name
    bundles: Mapping[str, str]  # SHA-256 of each function's archive, by file name

    @classmethod
    def read(cls, content: bytes) -> "Record":
        return cls(**json.loads(content))

    def written(self) -> bytes:
        return (json.dumps(asdict(self), indent=2, sort_keys=True) + "\n").encode()

    @property
    def name(self) -> Name:
        return Name(self.commit, hashlib.sha256(self.written()).hexdigest())


def digests(files: Iterable[Path]) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(files)}


def differing(here: Mapping[str, str], there: Mapping[str, str]) -> list[str]:
    """The names that are missing on one side or have another digest."""
    return sorted(name for name in {*here, *there} if here.get(name) != there.get(name))
