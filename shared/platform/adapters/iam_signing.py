"""Signs in the name of a service account by IAM's signBlob. Imports google.auth, so it is itself imported late."""

from typing import Any

from google.auth import iam
from google.auth.credentials import Signing
from google.auth.exceptions import GoogleAuthError

from shared.platform.patience import OutOfPatience, outside_call
from shared.platform.ports.documents import StoreUnavailable

_TO_BE_TRIED_AGAIN = frozenset({429, 500, 502, 503, 504})


class IamSigning(Signing):
    """`credentials` of a service account with scope cloud-platform, `request` a google.auth transport.

    Raises `StoreUnavailable` where IAM or the metadata server does not answer in time or refuses.
    """

    def __init__(self, credentials: Any, request: Any) -> None:
        self._credentials = credentials
        self._request = request

    @property
    def signer_email(self) -> str:
        email: str = self._credentials.service_account_email
        return email

    @property
    def signer(self) -> Any:
        return iam.Signer(self._asked_once, self._credentials, self.signer_email)  # type: ignore[no-untyped-call]

    def sign_bytes(self, message: bytes) -> bytes:
        try:
            signature: bytes = self.signer.sign(message)
        except GoogleAuthError as error:
            raise StoreUnavailable(f"no signature: {type(error).__name__}") from None
        return signature

    def learn_email(self) -> None:
        """The metadata server tells it with the first token; until then the account is called "default"."""
        try:
            self._credentials.refresh(self._asked_once)
        except GoogleAuthError as error:
            raise StoreUnavailable(f"no account: {type(error).__name__}") from None

    def _asked_once(self, *args: Any, **options: Any) -> Any:
        """The library would wait between attempts longer than a request may."""
        try:
            with outside_call() as timeout_s:
                response = self._request(*args, **{**options, "timeout": timeout_s})
        except OutOfPatience:
            raise StoreUnavailable("no time is left to ask for a signature in") from None
        if response.status in _TO_BE_TRIED_AGAIN:
            raise StoreUnavailable(f"no signature: status {response.status}")
        return response
