"""The shopper's own photo with a frame on: for browsers in which live try-on cannot run."""

import hashlib
from threading import Lock

from flask import Request, Response

from shared.billing.meter import metered
from shared.catalogue.product import Product
from shared.catalogue.repository import Catalogue
from shared.faces.gate import check_face
from shared.faces.locate import Face, locate
from shared.faces.photo import decode
from shared.faces.quality import check_quality
from shared.faces.reference import NO_REFERENCE, Reference
from shared.faces.refusal import REFUSAL_CODES, FaceRefused
from shared.faces.result import FaceResult
from shared.platform import log
from shared.platform.patience import OutOfPatience
from shared.platform.ports.documents import AlreadyExists, DocumentError
from shared.platform.ports.files import Files
from shared.platform.ports.landmarks import EngineUnavailable, LandmarkEngine
from shared.shopper.consent import require_face_consent
from shared.tryon.encode import MEDIA_TYPES, encoded
from shared.tryon.layer import FrameLayer
from shared.tryon.pictures import FOLDER, Fronts, NoPicture
from shared.tryon.wear import wear
from shared.web.accept import chosen
from shared.web.call import Call
from shared.web.contract.try_on import TryOn
from shared.web.deployment import Deployment
from shared.web.errors import ApiError
from shared.web.function import HttpFunction
from shared.web.plan_limit import require_within_plan
from shared.web.route import KIB, Content

MAX_BODY = 12 * KIB * KIB  # 8 MB of picture as base64, and what surrounds it
LONGEST_SIDE_PX = 1600

# As in face_analyze: one picture at a time fills a processor and keeps memory at one picture's worth.
_one_picture = Lock()
_fronts = Fronts()

function = HttpFunction("try_on", deployment=Deployment(memory_mib=1024, concurrency=2, buckets=(FOLDER,)))


def try_on(request: Request) -> Response:
    return function(request)


@function.route(
    "POST",
    "/v1/ai/try-on",
    takes=TryOn,
    gives=MEDIA_TYPES,
    errors=("NOT_FOUND", "CONSENT_REQUIRED", *REFUSAL_CODES),
    feature="virtualTryOn",
    max_body=MAX_BODY,
    file="image",
)
def put_on(call: Call[TryOn]) -> Content:
    """Draws a frame on the shopper's photo, at true size and pose. Neither the photo nor the picture is kept.

    PNG, or WebP where `Accept` prefers it; the photo's size, at most 1600 px on its longest side, upright. A
    repetition under the same Idempotency-Key is drawn anew.
    """
    require_within_plan(call, "tryOns")
    session = call.sessions.served(call.input.session_id)
    require_face_consent(session, call.client.consent_version)
    front = _front(_product(call), call.platform.files)
    media_type = chosen(call.accept, MEDIA_TYPES)
    drawn = _drawn(call, front, _known(session.face), media_type)
    _count(call)
    return Content(drawn, media_type)


def _count(call: Call[TryOn]) -> None:
    """The same photo, session and frame are one try-on, however often it is asked for. Nothing else is stored for it,
    so it is not refused for want of a store: one that is not counted costs less than a picture that does not come."""
    given, documents = call.input, call.documents
    photo = hashlib.sha256(given.image).hexdigest()
    act_id = f"{given.session_id}\n{given.product_id}\n{photo}"
    try:
        documents.batch([metered(documents.client_id, "tryOns", act_id, call.platform.clock())])
    except AlreadyExists:
        return
    except (DocumentError, OutOfPatience) as error:
        log.warning("try-on is not counted", error=type(error).__name__)


def _product(call: Call[TryOn]) -> Product:
    found = Catalogue(call.documents).get_many([call.input.product_id])
    if not found:
        raise ApiError("NOT_FOUND", "There is no such product: use a productId of this shop.")
    if found[0].images.try_on_png is None:
        raise ApiError("NOT_FOUND", "This product has no picture to try on: choose another frame.")
    return found[0]


def _front(product: Product, files: Files) -> FrameLayer:
    try:
        return _fronts.of(product, files)
    except NoPicture as error:
        log.warning("frame cannot be tried on", productId=product.product_id, reason=str(error))
        sorry = "This frame cannot be tried on right now: try again later, or choose another one."
        raise ApiError("UNAVAILABLE", sorry, retry_after_s=60) from None


def _drawn(call: Call[TryOn], front: FrameLayer, known: Reference, media_type: str) -> bytes:
    try:
        with _one_picture:
            face = _face(call.input.image, call.platform.landmarks())
            return encoded(wear(face, front, known), media_type)
    except FaceRefused as refusal:
        raise ApiError(refusal.code, refusal.advice) from None
    except EngineUnavailable as error:
        log.error("face engine unavailable", cause=error)
        sorry = "Frames cannot be tried on right now: try again later."
        raise ApiError("UNAVAILABLE", sorry, retry_after_s=60) from None


def _known(measured: FaceResult | None) -> Reference:
    """The size that the shopper was told, so that the mirror agrees with it."""
    return Reference(measured.measurements["pupillaryDistance"].mm) if measured else NO_REFERENCE


def _face(photo: bytes, engine: LandmarkEngine) -> Face:
    face = locate(decode(photo, LONGEST_SIDE_PX).pixels, engine)
    check_face(face.landmarks, face.fit.pose)
    check_quality(face.picture, face.landmarks)
    return face
