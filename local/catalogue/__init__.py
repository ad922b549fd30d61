"""The demo catalogue: own frame designs under fictional brands, drawn and modelled from their measurements."""

import json
from pathlib import Path

from shared.catalogue.product import Product


def load(out_dir: Path | str) -> dict[str, list[Product]]:
    """The generated products by client id. Raises FileNotFoundError when nothing was generated in `out_dir`."""
    rows = json.loads((Path(out_dir) / "products.json").read_text("utf-8"))
    return {client: [Product.model_validate(row) for row in products] for client, products in rows.items()}
