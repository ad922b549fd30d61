"""A shop's feed into the catalogue that is stored."""

from local.ops.refused import Refused
from shared.catalogue.feed import Difference, Feed, compare
from shared.catalogue.repository import Catalogue
from shared.platform.tenant import ClientDocuments


def sync(documents: ClientDocuments, feed: Feed, *, allow_removal: bool) -> Difference:
    """Makes the stored catalogue equal to the feed; doing it again changes nothing. Raises `Refused`."""
    catalogue = Catalogue(documents)
    difference = compare(feed, catalogue.every())
    if difference.removes_too_many and not allow_removal:
        raise Refused(
            f"The feed lacks {len(difference.removed)} of {difference.stored} stored products. Nothing was changed."
            " If they are really gone, add --allow-removal."
        )
    catalogue.remove(difference.removed)
    if wanted := (*difference.added, *difference.changed):
        catalogue.put(wanted)
    return difference
