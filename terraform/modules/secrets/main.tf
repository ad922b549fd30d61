# Where secrets lie and who may read them. Their values never pass through Terraform: a person or a job adds versions.

locals {
  ids = { for name in var.secrets : name => replace(lower(name), "_", "-") }
}

resource "google_pubsub_topic" "rotation" {
  project                    = var.project_id
  name                       = "secret-rotation"
  kms_key_name               = var.kms_key
  message_retention_duration = "604800s"
}

# Holds each reminder until it is acted upon; nothing is rotated behind anyone's back.
resource "google_pubsub_subscription" "rotation" {
  project                    = var.project_id
  name                       = "secret-rotation"
  topic                      = google_pubsub_topic.rotation.id
  message_retention_duration = "604800s"

  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_topic_iam_member" "rotation" {
  project = var.project_id
  topic   = google_pubsub_topic.rotation.name
  role    = "roles/pubsub.publisher"
  member  = var.secret_agent
}

# Secret Manager tries the topic when a secret is made, and refuses it until the agent's right is known everywhere.
resource "terraform_data" "agent_known" {
  triggers_replace = google_pubsub_topic.rotation.name

  provisioner "local-exec" {
    command = "sleep 60"
  }

  depends_on = [google_pubsub_topic_iam_member.rotation]
}

resource "google_secret_manager_secret" "this" {
  for_each  = local.ids
  project   = var.project_id
  secret_id = each.value

  # A version that is destroyed by mistake can be brought back for a day. Older versions stay live beside the newest
  # one until they are disabled, so that what was signed before a rotation is still accepted.
  version_destroy_ttl = "86400s"

  replication {
    user_managed {
      replicas {
        location = var.region

        dynamic "customer_managed_encryption" {
          for_each = var.kms_key == null ? [] : [var.kms_key]
          content {
            kms_key_name = customer_managed_encryption.value
          }
        }
      }
    }
  }

  rotation {
    rotation_period    = "${var.rotation_days * 86400}s"
    next_rotation_time = timeadd(plantimestamp(), "${var.rotation_days * 24}h")
  }

  topics {
    name = google_pubsub_topic.rotation.id
  }

  lifecycle {
    # The first date counts from the day of creation; Secret Manager moves it on by itself.
    ignore_changes = [rotation[0].next_rotation_time]
  }

  depends_on = [terraform_data.agent_known]
}

resource "google_secret_manager_secret_iam_member" "reader" {
  for_each  = var.readers
  project   = var.project_id
  secret_id = google_secret_manager_secret.this[each.value.secret].secret_id
  role      = "roles/secretmanager.secretAccessor"
  member    = each.value.member
}
