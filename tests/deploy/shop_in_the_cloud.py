"""A shop with frames in the store of Google's emulators, for functions that run alone and share nothing but it."""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import local.catalogue
from local.demo import SHOPS, TRAINING, open_shops
from local.emulators import resources
from local.setup.goals import CATALOGUE
from local.setup.places import ROOT
from shared.accounts.directory import Directory
from shared.catalogue.repository import Catalogue
from shared.insight.rollup_documents import ROLLUPS, mark_id
from shared.platform.adapters.held_events import HeldEvents
from shared.platform.google_settings import EMULATOR_HOSTS, Emulators
from shared.platform.ports.clock import timestamp
from shared.platform.settings import Settings
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform, connect
from shared.shopper.collections import SESSIONS
from shared.shopper.consent import Consents
from shared.shopper.conversation import Message
from shared.shopper.session import Sessions
from shared.shopper.transcript import Transcript

AN_HOUR = timedelta(hours=1)
EVERY = 8  # a part of the catalogue will do


@dataclass(frozen=True)
class ShopInTheCloud:
    settings: Mapping[str, str]
    platform: Platform

    @property
    def documents(self) -> ClientDocuments:
        return ClientDocuments(self.platform.documents, TRAINING.client_id)

    def now(self) -> str:
        return timestamp(self.platform.clock())

    def session(self, *, with_consent: bool = False, with_a_conversation: bool = False) -> str:
        sessions = Sessions(self.documents, self.platform.clock, self.platform.new_id)
        session = sessions.start(user_id="training-user", platform="html", lifetime=AN_HOUR, retention=AN_HOUR)
        if with_consent:
            consents = Consents(self.documents, sessions, self.platform.clock, self.platform.new_id)
            consents.grant(session, version="1", current="1", retention=AN_HOUR)
        if with_a_conversation:
            self.documents.batch(Transcript.additions(self._conversation(session.session_id), keep_until=self._later))
        return session.session_id

    def stored_session(self, session_id: str) -> dict[str, Any]:
        document = self.documents.get(SESSIONS, session_id)
        assert document is not None
        return dict(document.body)

    def holds_messages(self) -> bool:
        """Whether something that was told still waits for Pub/Sub."""
        return bool(HeldEvents(self.platform.documents, self.platform.clock).due(1))

    @property
    def _later(self) -> datetime:
        return self.platform.clock() + AN_HOUR

    def _conversation(self, session_id: str) -> list[Message]:
        at, new_id = self.platform.clock(), self.platform.new_id
        asked = Message(new_id(), session_id, "shopper", "Round sunglasses, please", at)
        answered = Message(new_id(), session_id, "assistant", "Here are three.", at + timedelta(seconds=1))
        return [asked, answered]


def opened(emulators: Emulators) -> ShopInTheCloud:
    """The demo's shop with its key and a part of its frames, stored through the product's own adapters."""
    settings = {
        **resources.environment(),
        **dict(zip(EMULATOR_HOSTS, astuple(emulators), strict=True)),
        "GOOGLE_CLOUD_PROJECT": f"bundles-{uuid4().hex[:12]}",  # no other test's documents and topics
    }
    platform = connect(Settings.from_environment(settings))
    _make_topics(platform.settings)
    open_shops(Directory(platform.documents, platform.clock), platform.settings)
    shop = ShopInTheCloud(settings, platform)
    for each in SHOPS:  # whose days are merged to date: a first time goes back 60 days, and an emulator is slow
        counted = {"until": shop.now()}
        ClientDocuments(platform.documents, each.client_id).replace(ROLLUPS, mark_id(each.client_id), counted)
    Catalogue(shop.documents).put(local.catalogue.load(CATALOGUE)[TRAINING.client_id][::EVERY])
    return shop


def _make_topics(settings: Settings) -> None:
    """Without subscriptions: who listens is served alone, and told by hand."""
    functions = json.loads((ROOT / "terraform" / "api" / "functions.json").read_text("utf-8"))
    publishing = {name: function for name, function in functions.items() if function["kind"] != "event"}
    assert settings.google is not None
    resources.make(settings.google, publishing, push_to="")
