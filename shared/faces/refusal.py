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

CoverCause = Literal["eyes", "closed", "mouth", "edge"]
COVER_CAUSES: tuple[CoverCause, ...] = get_args(CoverCause)

_DATA = Path(__file__).with_name("data")
_ADVICE: dict[str, str] = json.loads((_DATA / "refusals.json").read_text("utf-8"))
_COVERED: dict[str, str] = json.loads((_DATA / "covered.json").read_text("utf-8"))


class FaceRefused(Exception):
    """`advice` is one plain sentence or two for the shopper; nothing of the photo is in it.

    `cause` says what covers a face that is FACE_COVERED, and the advice with it.
    """

    def __init__(self, code: RefusalCode, cause: CoverCause | None = None) -> None:
        self.code = code
        self.cause = cause
        self.advice = _COVERED[cause] if cause else _ADVICE[code]
        super().__init__(f"{code}: {self.advice}")
