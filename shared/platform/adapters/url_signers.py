"""Who signs the URLs of Cloud Storage: the function's own service account, without a key file, or a made-up one."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from google.auth.credentials import Signing

_SCOPE = "https://www.googleapis.com/auth/cloud-platform"
_MADE_UP = "emulator@example.iam.gserviceaccount.com"
_KEY_BITS = 2048


def service_account_signer() -> "Signing":
    """Signs in the name of the account that the process runs as, which needs `signBlob` on itself.

    Google rotates the keys behind it, so a URL holds for 12 hours at least, whatever longer time it names:
    https://cloud.google.com/storage/docs/authentication/creating-signatures
    """
    import google.auth
    from google.auth.transport.requests import Request

    from shared.platform.adapters.iam_signing import IamSigning

    credentials, _ = google.auth.default(scopes=[_SCOPE])
    signing = IamSigning(credentials, Request())
    signing.learn_email()
    return signing


def made_up_signer() -> "Signing":
    """For the emulator, which checks no signature; the key never leaves the process."""
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from google.oauth2.service_account import Credentials

    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    info = {"client_email": _MADE_UP, "private_key": pem, "token_uri": "https://oauth2.example/token"}
    signing: Signing = Credentials.from_service_account_info(info)  # type: ignore[no-untyped-call]
    return signing
