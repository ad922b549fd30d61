"""What Cloud Scheduler does elsewhere: tells functions by their topic when their time has come."""

from collections.abc import Mapping
from datetime import datetime
from threading import Event, Thread

from croniter import croniter

from shared.platform import log, trace
from shared.platform.ports.clock import Clock, timestamp
from shared.platform.ports.messages import Events


class Timetable:
    """One thread. A time that passes while nothing runs is not made up for, as in Cloud Scheduler."""

    def __init__(self, schedules: Mapping[str, str], events: Events, clock: Clock) -> None:
        """`schedules`: cron (UTC) by topic."""
        self._schedules = schedules
        self._events = events
        self._clock = clock
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="timetable", daemon=True)

    def start(self) -> None:
        if self._schedules:
            self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def next_due(self, after: datetime) -> tuple[datetime, list[str]]:
        """When something is due next, and the topics to tell."""
        times = {topic: croniter(cron, after).get_next(datetime) for topic, cron in self._schedules.items()}
        first = min(times.values())
        return first, [topic for topic, at in times.items() if at == first]

    def _run(self) -> None:
        last = self._clock()
        while not self._stopping.is_set():
            due, topics = self.next_due(max(last, self._clock()))
            if self._stopping.wait(max(0.0, (due - self._clock()).total_seconds())):
                return
            last = due
            for topic in topics:
                self._tell(topic, due)

    def _tell(self, topic: str, due: datetime) -> None:
        with trace.begin(None) as now:
            try:
                self._events.publish(topic, {"at": timestamp(due)}, {"traceparent": now.traceparent})
            except Exception as error:  # noqa: BLE001 - the next time is told all the same
                log.error("scheduled event lost", cause=error, topic=topic)
