"""A copy of everything of a client, written page by page into one file."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import BinaryIO

from shared.platform.tenant import ClientDocuments
from shared.shopper.every import every


def write(
    documents: ClientDocuments,
    collections: Sequence[str],
    into: BinaryIO,
    withheld: Mapping[str, Collection[str]],
) -> dict[str, int]:
    """One JSON object of lists by collection; how many documents each has. `withheld`: fields left out, by
    collection."""
    counts: dict[str, int] = {}
    into.write(b"{")
    for number, collection in enumerate(collections):
        into.write(b"," * bool(number) + json.dumps(collection).encode() + b":[")
        counts[collection] = 0
        for document in every(documents, collection, {}):
            shown = {name: value for name, value in document.body.items() if name not in withheld.get(collection, ())}
            into.write(b"," * bool(counts[collection]) + json.dumps(shown, ensure_ascii=False).encode())
            counts[collection] += 1
        into.write(b"]")
    into.write(b"}")
    return {collection: count for collection, count in counts.items() if count}
