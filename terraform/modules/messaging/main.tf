# Topics, who publishes and who is told; queues and who fills them. What cannot be delivered ends on one dead-letter topic.

locals {
  max_attempts = 5
  week         = "604800s"

  # The function that keeps dead letters listens to their topic; its own failures must not come back to it.
  mourners = { for name, listener in var.listeners : name => listener if listener.topic == var.dead_letter_topic }
  ordinary = { for name, listener in var.listeners : name => listener if listener.topic != var.dead_letter_topic }
}

resource "google_pubsub_topic" "this" {
  for_each                   = setunion(var.topics, [var.dead_letter_topic])
  project                    = var.project_id
  name                       = each.value
  kms_key_name               = var.kms_key
  message_retention_duration = local.week

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
}

resource "google_pubsub_topic_iam_member" "publisher" {
  for_each = var.publishers
  project  = var.project_id
  topic    = google_pubsub_topic.this[each.value.topic].name
  role     = "roles/pubsub.publisher"
  member   = each.value.member
}

resource "google_pubsub_subscription" "listener" {
  for_each                   = local.ordinary
  project                    = var.project_id
  name                       = "${var.prefix}-${replace(each.key, "_", "-")}"
  topic                      = google_pubsub_topic.this[each.value.topic].id
  ack_deadline_seconds       = min(600, max(10, each.value.timeout_s + 10))
  message_retention_duration = local.week

  push_config {
    push_endpoint = each.value.url

    oidc_token {
      service_account_email = var.push_account
      audience              = each.value.url
    }
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.this[var.dead_letter_topic].id
    max_delivery_attempts = local.max_attempts
  }

  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_subscription" "mourner" {
  for_each                   = local.mourners
  project                    = var.project_id
  name                       = "${var.prefix}-${replace(each.key, "_", "-")}"
  topic                      = google_pubsub_topic.this[each.value.topic].id
  ack_deadline_seconds       = min(600, max(10, each.value.timeout_s + 10))
  message_retention_duration = local.week

  push_config {
    push_endpoint = each.value.url

    oidc_token {
      service_account_email = var.push_account
      audience              = each.value.url
    }
  }

  retry_policy {
    minimum_backoff = "60s"
    maximum_backoff = "600s"
  }

  expiration_policy {
    ttl = ""
  }
}

# A copy of each dead letter that nobody takes away but a person: to look at it, or to publish it again.
resource "google_pubsub_subscription" "dead_letters" {
  project                    = var.project_id
  name                       = "${var.prefix}-${var.dead_letter_topic}-kept"
  topic                      = google_pubsub_topic.this[var.dead_letter_topic].id
  message_retention_duration = local.week

  expiration_policy {
    ttl = ""
  }
}

# Pub/Sub moves what failed too often in its agent's name: out of the subscription, onto the dead-letter topic.
resource "google_pubsub_subscription_iam_member" "takes_out" {
  for_each     = google_pubsub_subscription.listener
  project      = var.project_id
  subscription = each.value.name
  role         = "roles/pubsub.subscriber"
  member       = var.pubsub_agent
}

resource "google_pubsub_topic_iam_member" "puts_aside" {
  project = var.project_id
  topic   = google_pubsub_topic.this[var.dead_letter_topic].name
  role    = "roles/pubsub.publisher"
  member  = var.pubsub_agent
}

resource "google_cloud_tasks_queue" "this" {
  for_each = var.queues
  project  = var.project_id
  name     = each.value
  location = var.region

  rate_limits {
    max_dispatches_per_second = 50
    max_concurrent_dispatches = 20
  }

  retry_config {
    max_attempts       = 20
    min_backoff        = "1s"
    max_backoff        = "300s"
    max_doublings      = 8
    max_retry_duration = "86400s"
  }

  stackdriver_logging_config {
    sampling_ratio = 1.0
  }
}

resource "google_cloud_tasks_queue_iam_member" "enqueuer" {
  for_each = var.enqueuers
  project  = var.project_id
  location = var.region
  name     = google_cloud_tasks_queue.this[each.value.queue].name
  role     = "roles/cloudtasks.enqueuer"
  member   = each.value.member
}
