"""What a function needs where it runs. Terraform reads it from terraform/api/functions.json."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Deployment:
    """Sizes of one instance, and the outside that it may reach beyond the document store."""

    memory_mib: int = 512
    cpu: str = "1"
    concurrency: int = 40  # requests at once in one instance
    timeout_s: int = 30
    warm: bool = False  # one instance is kept ready in production
    publishes: tuple[str, ...] = ()  # topics
    enqueues: tuple[str, ...] = ()  # queues
    buckets: tuple[str, ...] = ()  # purposes, such as photos
    secrets: tuple[str, ...] = ()
    reads_backups: bool = False  # may list the store's backups
    schedule: str | None = None  # cron, UTC: an event function is told by its topic at these times
