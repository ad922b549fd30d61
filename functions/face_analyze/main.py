"""Face shape and size from a photo, or from landmarks found on the shopper's own device."""

from datetime import timedelta
from threading import Lock

from flask import Request, Response

from shared.faces.analysis import InvalidLandmarks, InvalidReference, analyse_landmarks, analyse_photo
from shared.faces.refusal import REFUSAL_CODES, FaceRefused
from shared.faces.result import FaceResult
from shared.platform import log
from shared.platform.ports.landmarks import EngineUnavailable, LandmarkEngine
from shared.platform.timings import measured
from shared.shopper.analyses import Analyses
from shared.shopper.consent import require_face_consent
from shared.web.call import Call
from shared.web.contract.face import FaceAnalyze, FaceCorrection, FaceReply
from shared.web.deployment import Deployment
from shared.web.errors import ApiError, Detail
from shared.web.function import HttpFunction
from shared.web.plan_limit import require_within_plan
from shared.web.route import KIB

MAX_BODY = 12 * KIB * KIB  # 8 MB of picture as base64, and what surrounds it

# The engine takes one picture at a time anyway; decoding them one by one too keeps memory at one picture's worth.
_one_picture = Lock()

# One picture at a time fills a processor; a second request waits less than a new instance takes to start.
function = HttpFunction("face_analyze", deployment=Deployment(memory_mib=1024, concurrency=2, warm=True))


def face_analyze(request: Request) -> Response:
    return function(request)


@function.route(
    "POST",
    "/v1/ai/face-analyze",
    takes=FaceAnalyze,
    gives=FaceReply,
    errors=("NOT_FOUND", "CONSENT_REQUIRED", *REFUSAL_CODES),
    feature="faceAnalysis",
    max_body=MAX_BODY,
    file="image",
)
def analyse(call: Call[FaceAnalyze]) -> FaceReply:
    """Measures a face: shape with probabilities, lengths in mm with their error. The photo is not kept."""
    require_within_plan(call, "analyses")
    session = call.sessions.served(call.input.session_id)
    require_face_consent(session, call.client.consent_version)
    with measured("faceAnalysisTime", call.client.client_id):
        face = _measure(call.input, call.platform.landmarks())
    keep_until = call.platform.clock() + timedelta(days=call.client.retention_days)
    analysis_id = _analyses(call).store(session, face, keep_until=keep_until)
    return FaceReply.of(analysis_id, face)


@function.route(
    "PATCH",
    "/v1/ai/face-analyze/{analysisId}",
    takes=FaceCorrection,
    gives=FaceReply,
    errors=("NOT_FOUND",),
    feature="faceAnalysis",
)
def correct(call: Call[FaceCorrection]) -> FaceReply:
    """Takes the shopper's own word for the face shape; it wins from then on."""
    given = call.input
    return FaceReply.of(given.analysis_id, _analyses(call).correct(given.analysis_id, given.face_shape))


def _measure(given: FaceAnalyze, engine: LandmarkEngine) -> FaceResult:
    try:
        if given.image is not None:
            with _one_picture:
                return analyse_photo(given.image, engine, given.reference)
        width, height = given.image_size or (0, 0)
        return analyse_landmarks(given.landmarks or [], (width, height), given.reference)
    except FaceRefused as refusal:
        raise ApiError(refusal.code, refusal.advice) from None
    except EngineUnavailable as error:
        log.error("face engine unavailable", cause=error)
        sorry = "Faces cannot be measured right now: try again later."
        raise ApiError("UNAVAILABLE", sorry, retry_after_s=60) from None
    except InvalidLandmarks as error:
        problem = Detail("landmarks", str(error))
        raise ApiError("INVALID_REQUEST", "Send landmarks as the face landmarker gives them.", [problem]) from None
    except InvalidReference as error:
        problem = Detail(error.field, str(error))
        sentence = f"{problem.problem[0].upper()}{problem.problem[1:]}, or leave it out."
        raise ApiError("INVALID_REQUEST", sentence, [problem]) from None


def _analyses(call: Call[FaceAnalyze] | Call[FaceCorrection]) -> Analyses:
    return Analyses(call.documents, call.sessions, call.platform.clock, call.platform.new_id)
