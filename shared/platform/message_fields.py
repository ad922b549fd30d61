"""What a message carries beside its data: written by the adapters, read by the functions."""

# A Pub/Sub message gets a new id with every publish. This attribute is the same whenever an event is published again,
# so that a handler can tell that it had its effect already.
MESSAGE_ID = "messageId"

# The name a task was given, percent-encoded. Cloud Tasks knows the task by a hash of it.
TASK_NAME = "X-Task-Name"
