"""Who is held out of the product, so that what it adds can be measured by chance alone."""

from shared.learning.lots import lot
from shared.shopper.session import Arm

TREATED: Arm = "treated"
HELD_OUT: Arm = "heldOut"
_PURPOSE = "holdout of the product"


def arm_of(client_id: str, user_id: str, share: float) -> Arm:
    """The same for all of a shopper's sessions; a larger share only adds shoppers to those held out."""
    return HELD_OUT if lot(_PURPOSE, client_id, user_id) < share else TREATED
