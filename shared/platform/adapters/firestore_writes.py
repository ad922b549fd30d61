"""The port's writes as Firestore's: https://firebase.google.com/docs/firestore/reference/rest/v1/Write"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from google.cloud.firestore_v1 import types

from shared.platform.adapters.changes import apply
from shared.platform.adapters.firestore_paths import escaped
from shared.platform.adapters.firestore_stored import FOREVER, Version, put_time
from shared.platform.adapters.firestore_values import put, put_fields, to_value
from shared.platform.adapters.limits import check_changes, encode
from shared.platform.indexes import EXPIRY_FIELD, vector_fields
from shared.platform.ports.documents import (
    ArrayUnion,
    Body,
    Create,
    Delete,
    DeleteField,
    Increment,
    Replace,
    Update,
    Write,
)

Pb = Any
_Write: Any = types.Write.pb()


def to_write(name: str, write: Write, version: Version | None) -> Pb:
    """`version` is the one the document must have; None: a creation's must not be there, an update's must.

    A creation with a version takes the place of that document, which has expired. Raises `DocumentTooLarge`,
    ValueError.
    """
    match write:
        case Create():
            made = _whole(name, write)
            made.current_document.exists = False
        case Replace():
            made = _whole(name, write)
        case Update():
            made = _update(name, write)
            made.current_document.exists = True
        case Delete():
            made = _Write(delete=name)
    if version is not None:
        version.put_into(made.current_document.update_time)
    return made


def _whole(name: str, write: Create | Replace) -> Pb:
    body: Body = json.loads(encode(write.collection, write.id, write.body))  # what JSON keeps, as in every store
    made = _Write()
    made.update.name = name
    put_fields(made.update.fields, body, vector_fields(write.collection))
    put_time(made.update.fields[EXPIRY_FIELD], expiry_of(write))
    return made


def expiry_of(write: Create | Replace) -> datetime:
    return write.expires_at or FOREVER


def _update(name: str, write: Update) -> Pb:
    check_changes(write.changes)
    _check_values(write)
    made = _Write()
    made.update.name = name
    made.update_mask.SetInParent()  # without any, the write would replace the document
    vectors = vector_fields(write.collection)
    for path, change in write.changes.items():
        if isinstance(change, Increment | ArrayUnion):
            _add_transform(made, path, change)
        else:
            made.update_mask.field_paths.append(escaped(path))
            if not isinstance(change, DeleteField):
                put(_field(made.update.fields, path), change, vectors, path)
    return made


def _check_values(write: Update) -> None:
    """By what the changes would make of an empty document."""
    made: Body = {}
    apply(made, write.changes)
    encode(write.collection, write.id, made)


def _add_transform(made: Pb, path: str, change: Increment | ArrayUnion) -> None:
    transform = made.update_transforms.add(field_path=escaped(path))
    if isinstance(change, Increment):
        transform.increment.CopyFrom(to_value(change.by))
    else:
        transform.append_missing_elements.SetInParent()
        transform.append_missing_elements.values.extend(map(to_value, change.values))


def _field(fields: Mapping[str, Pb], path: str) -> Pb:
    *parents, leaf = path.split(".")
    for name in parents:
        fields = fields[name].map_value.fields
    return fields[leaf]
