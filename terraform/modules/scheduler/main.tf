# What is done by the clock. Each job publishes on its function's topic, so a job that fails is retried like any event.

resource "google_cloud_scheduler_job" "this" {
  for_each    = var.jobs
  project     = var.project_id
  region      = var.region
  name        = "${var.prefix}-${replace(each.key, "_", "-")}"
  description = "Tells ${each.key}"
  schedule    = each.value.schedule
  time_zone   = "Etc/UTC"

  pubsub_target {
    topic_name = each.value.topic_id
    data       = base64encode(jsonencode({ schedule = each.value.schedule }))
  }

  retry_config {
    retry_count = 3
  }
}
