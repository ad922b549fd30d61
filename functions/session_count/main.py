"""Counts the sessions that no event has told of, and puts together what was counted in parts."""

import functions_framework
from cloudevents.http import CloudEvent

from shared.accounts.directory import CLIENTS
from shared.insight.merging import merge_shards
from shared.insight.silent import count_silent
from shared.platform import log
from shared.platform.ports.documents import Query
from shared.platform.tenant import CLIENT_ID, ClientDocuments
from shared.web.deployment import Deployment
from shared.web.listener import EventFunction, Notice


def count(notice: Notice) -> None:
    """Of every client, what is new since the last time; a second delivery finds nothing left."""
    platform = notice.platform
    for client in platform.documents.query(Query(CLIENTS, {}, fields=(CLIENT_ID,))).items:
        documents = ClientDocuments(platform.documents, client.id)
        counted = count_silent(documents, platform.clock)
        if counted:
            log.info("sessions without events counted", clientId=client.id, count=counted)
        merge_shards(documents, platform.clock)


function = EventFunction(
    "session_count", "schedule.session_count", count, deployment=Deployment(schedule="*/5 * * * *", timeout_s=300)
)


@functions_framework.cloud_event  # type: ignore[untyped-decorator]  # the framework has no types
def session_count(event: CloudEvent) -> None:
    function(event)
