"""`make bench`: each figure beside a baseline of the same run, since machines differ and drift."""

import sys

from tests.bench import (
    alerts,
    chat,
    chat_memory,
    cold_start,
    embeddings,
    emulated,
    exports,
    faces,
    first_use,
    imports,
    insight,
    memory,
    recommend,
    sessions,
    start,
    tryon,
)
from tests.bench.figure import table

PARTS = {
    "faces": faces.measure,
    "try-on": tryon.measure,
    "sessions": sessions.measure,
    "recommend": recommend.measure,
    "chat": chat.measure,
    "chat-memory": chat_memory.measure,
    "first-use": first_use.measure,
    "embeddings": embeddings.measure,
    "insight": insight.measure,
    "start": start.measure,
    "imports": imports.measure,
    "memory": memory.measure,
    "emulated": emulated.measure,
    "exports": exports.measure,
    "alerts": alerts.measure,
    "cold-start": cold_start.measure,
}


def main() -> None:
    chosen = sys.argv[1:] or list(PARTS)
    if unknown := set(chosen) - PARTS.keys():
        sys.exit(f"There is no {', '.join(sorted(unknown))}: choose from {', '.join(PARTS)}.")
    figures = []
    for name in chosen:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        figures += PARTS[name]()
    print(table(figures))


if __name__ == "__main__":
    main()
