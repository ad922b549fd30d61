"""Where alerts are told."""

from shared.alerts.channels import CHANNELS, ChannelNotFound, Channels, TooManyChannels
from shared.alerts.signature import channel_secret
from shared.platform.ports.notices import Undelivered
from shared.web.alert_desk.reach import shown_as
from shared.web.call import Call
from shared.web.contract.alert import AlertRemoved
from shared.web.contract.alert_channel import ChannelAdded, ChannelList, ChannelNamed, ChannelShown, NewChannel
from shared.web.contract.base import OfClient
from shared.web.errors import ApiError, Detail, nothing_there


def channels(call: Call[OfClient]) -> ChannelList:
    """Where alerts are told, for which actions."""
    documents = call.documents_or_system
    shown = shown_as(documents.client_id)
    return ChannelList(items=[ChannelShown.of(channel, shown) for channel in Channels(documents).all()])


def add_channel(call: Call[NewChannel]) -> ChannelAdded:
    """Adds an e-mail address, a webhook or a Slack webhook; a webhook's secret is shown this once."""
    given, documents, platform = call.input, call.documents_or_system, call.platform
    _check_target(call)
    try:
        channel, create = Channels(documents).added(
            platform.new_id(), given.name, given.kind, given.target, given.actions, platform.clock()
        )
    except TooManyChannels:
        raise ApiError("CONFLICT", "There are as many channels as there may be: remove one first.") from None
    after = {"name": channel.name, "kind": channel.kind, "target": channel.masked, "actions": list(channel.actions)}
    documents.batch([create, call.audited("alertChannel.added", f"alertChannel:{channel.channel_id}", None, after)])
    signing = platform.signing_secret if channel.kind == "webhook" else None
    secret = channel_secret(signing, channel.channel_id) if signing else None
    return ChannelAdded(channel=ChannelShown.of(channel, shown_as(documents.client_id)), secret=secret)


def remove_channel(call: Call[ChannelNamed]) -> AlertRemoved:
    """Removes a channel: nothing more is told there."""
    documents = call.owning(CHANNELS, call.input.channel_id)
    try:
        channel = Channels(documents).get(call.input.channel_id)
    except ChannelNotFound:  # removed by somebody else meanwhile
        raise nothing_there() from None
    before = {"name": channel.name, "kind": channel.kind, "target": channel.masked}
    record = call.audited("alertChannel.removed", f"alertChannel:{channel.channel_id}", before, None)
    documents.batch([Channels.removed(channel), record])
    return AlertRemoved()


def _check_target(call: Call[NewChannel]) -> None:
    given = call.input
    if given.kind != "email":
        try:
            call.platform.poster().check(given.target)
        except Undelivered as error:
            problem = (
                "must be an https address that is reached over the internet"
                if error.kind == "address_refused"
                else ""
            )
            detail = Detail("target", problem or "cannot be found: check the address")
            raise ApiError("INVALID_REQUEST", "This address cannot be called: see details.", [detail]) from None
