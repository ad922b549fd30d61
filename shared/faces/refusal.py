"""Why a photo is not analysed: a code of the HTTP contract and what the shopper can do about it."""

import json
from pathlib import Path
from typing import Literal, get_args

RefusalCode = Literal[
    "FACE_NOT_FOUND",
    "MULTIPLE_FACES",
    "FACE_TOO_SMALL",
    "FACE_TURNED",
    "FACE_COVERED",
    "TOO_DARK",
    "TOO_BRIGHT",
    "TOO_BLURRED",
    "IMAGE_UNREADABLE",
    "PAYLOAD_TOO_LARGE",
]
REFUSAL_CODES: tuple[RefusalCode, ...] = get_args(RefusalCode)

_ADVICE: dict[str, str] = json.loads((Path(__file__).with_name("data") / "refusals.json").read_text("utf-8"))


class FaceRefused(Exception):
    """`advice` is one plain sentence or two for the shopper; nothing of the photo is in it."""

    def __init__(self, code: RefusalCode) -> None:
        self.code = code
        self.advice = _ADVICE[code]
        super().__init__(f"{code}: {self.advice}")
