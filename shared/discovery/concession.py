"""What had to give way for a list of recommendations, in words."""

from collections.abc import Mapping

from shared.catalogue.product import Product
from shared.discovery.ranking import Ranking
from shared.discovery.replies import Voice, conceded
from shared.discovery.texts import Texts
from shared.discovery.wishes import Wishes


def concession(ranking: Ranking, wishes: Wishes, products: Mapping[str, Product], texts: Texts) -> str | None:
    """None when every wish was met; `products` are those of the ranking by id."""
    if not ranking.relaxed or not ranking.items:
        return None
    currency = products[ranking.items[0].product_id].currency
    return conceded(ranking, wishes, currency, Voice(texts, 0, ""), others=False)
