"""Peak memory of the whole stack over a journey with large photos."""

import io
from pathlib import Path

from PIL import Image

from tests.bench.faces import selfie
from tests.bench.figure import Figure
from tests.bench.served import CLIENT, KEY, served
from tests.journey.shop import Shop

MIB = 1024


def measure() -> list[Figure]:
    with served() as (port, process):
        fresh = _peak_mib(process.pid)
        shop = Shop(f"http://127.0.0.1:{port}", KEY)
        session = shop.start(clientId=CLIENT)
        shop.consent(session)
        for photo in (selfie(), _large("JPEG"), _large("PNG")):
            assert shop.photo(session, photo).status == 200
        shop.say(session, "round sunglasses for the beach")
        shop.recommendations(session, 10)
        peak = _peak_mib(process.pid)
    return [
        Figure("peak memory, face analyses up to 24 megapixels", peak, "MiB", fresh, "at start", 500, on_ratio=False)
    ]


def _large(kind: str) -> bytes:
    content = io.BytesIO()
    picture = Image.open(io.BytesIO(selfie())).resize((4900, 4900)).quantize(64).convert("RGB")
    picture.save(content, kind, quality=80)
    return content.getvalue()


def _peak_mib(pid: int) -> float:
    """The sum over master and workers of each one's own peak: never less than what was in use at once."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(_high_water_kib(int(one)) for one in [pid, *map(int, children)]) / MIB


def _high_water_kib(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])
