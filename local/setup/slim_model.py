"""The face model as browsers get it: without the part that names expressions, a quarter of it, which nobody asks.

A `.task` file is a zip archive of uncompressed files, which MediaPipe reads where they lie: at multiples of 16 bytes,
as the numbers in them are to be aligned.
"""

import struct
import zipfile
from pathlib import Path

LEFT_OUT = "face_blendshapes.tflite"
ALIGNMENT = 16
LOCAL_HEADER = 30  # bytes before a member's name (APPNOTE.TXT, 4.3.7)
PADDING = 0xD935  # the extra field that Android's zipalign pads with: its id, its length, the alignment, zeros
PADDING_HEADER = 6


def slim(model: Path, target: Path) -> None:
    """Writes `target` from the archive `model`: the same bytes each time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}")
    with zipfile.ZipFile(model) as whole, zipfile.ZipFile(unfinished, "w", zipfile.ZIP_STORED) as kept:
        for member in whole.infolist():
            if member.filename != LEFT_OUT:
                entry = zipfile.ZipInfo(member.filename, member.date_time)
                entry.extra = _padding(kept.start_dir + LOCAL_HEADER + len(member.filename.encode()))
                kept.writestr(entry, whole.read(member))
    unfinished.replace(target)


def _padding(offset: int) -> bytes:
    """Bytes after which a member that would begin at `offset` is aligned."""
    zeros = -(offset + PADDING_HEADER) % ALIGNMENT
    return struct.pack(f"<HHH{zeros}x", PADDING, 2 + zeros, ALIGNMENT)
