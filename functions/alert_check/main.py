"""Alerts: rules, how they stand, trying them out, what fired, and where it is told."""

from functools import partial

from flask import Request, Response

from shared.accounts.actor import Permission
from shared.web.alert_desk import channels, firings, rules
from shared.web.alerting import FIRED
from shared.web.contract.alert import (
    AlertChange,
    AlertList,
    AlertNamed,
    AlertRemoved,
    AlertShown,
    NewAlert,
    Snooze,
)
from shared.web.contract.alert_channel import ChannelAdded, ChannelList, ChannelNamed, NewChannel
from shared.web.contract.base import OfClient
from shared.web.contract.firing import Checked, FiringNamed, History, HistoryQuery, TestedAlert
from shared.web.deployment import Deployment
from shared.web.function import HttpFunction

MAY: tuple[Permission, ...] = ("manage_own_alerts", "configure_alerts")

function = HttpFunction(
    "alert_check", deployment=Deployment(timeout_s=90, publishes=(FIRED,), secrets=("SIGNING_SECRET",))
)
declare = partial(function.route, audience="admin", permissions=MAY)


def alert_check(request: Request) -> Response:
    return function(request)


declare("GET", "/v1/admin/alerts", takes=OfClient, gives=AlertList)(rules.alerts)
declare("POST", "/v1/admin/alerts", takes=NewAlert, gives=AlertShown, status=201, errors=("CONFLICT",))(
    rules.add_alert
)
declare("GET", "/v1/admin/alerts/history", takes=HistoryQuery, gives=History)(firings.history)
declare("GET", "/v1/admin/alerts/history/{firingId}", takes=FiringNamed, gives=TestedAlert, errors=("NOT_FOUND",))(
    firings.firing
)
declare("POST", "/v1/admin/alerts/check", takes=OfClient, gives=Checked)(firings.check)
declare("GET", "/v1/admin/alerts/channels", takes=OfClient, gives=ChannelList)(channels.channels)
declare(
    "POST",
    "/v1/admin/alerts/channels",
    takes=NewChannel,
    gives=ChannelAdded,
    status=201,
    errors=("CONFLICT",),
    secret=True,
)(channels.add_channel)
declare(
    "DELETE", "/v1/admin/alerts/channels/{channelId}", takes=ChannelNamed, gives=AlertRemoved, errors=("NOT_FOUND",)
)(channels.remove_channel)
declare("GET", "/v1/admin/alerts/{alertId}", takes=AlertNamed, gives=AlertShown, errors=("NOT_FOUND",))(rules.alert)
declare("PATCH", "/v1/admin/alerts/{alertId}", takes=AlertChange, gives=AlertShown, errors=("NOT_FOUND", "CONFLICT"))(
    rules.change_alert
)
declare(
    "DELETE", "/v1/admin/alerts/{alertId}", takes=AlertNamed, gives=AlertRemoved, errors=("NOT_FOUND", "CONFLICT")
)(rules.remove_alert)
declare("POST", "/v1/admin/alerts/{alertId}/test", takes=AlertNamed, gives=TestedAlert, errors=("NOT_FOUND",))(
    firings.try_alert
)
declare(
    "POST",
    "/v1/admin/alerts/{alertId}/acknowledge",
    takes=AlertNamed,
    gives=AlertShown,
    errors=("NOT_FOUND", "CONFLICT"),
)(rules.acknowledge_alert)
declare("POST", "/v1/admin/alerts/{alertId}/snooze", takes=Snooze, gives=AlertShown, errors=("NOT_FOUND",))(
    rules.snooze_alert
)
