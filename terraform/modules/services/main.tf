# The services a shop stands on, the agents Google runs them as, and the audit of who reads what.

locals {
  services = toset([
    "apigateway.googleapis.com",
    "artifactregistry.googleapis.com",
    "billingbudgets.googleapis.com",
    "cloudbuild.googleapis.com",
    "cloudfunctions.googleapis.com",
    "cloudresourcemanager.googleapis.com",
    "cloudscheduler.googleapis.com",
    "cloudtasks.googleapis.com",
    "cloudtrace.googleapis.com",
    "firestore.googleapis.com",
    "iam.googleapis.com",
    "iamcredentials.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "pubsub.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "servicecontrol.googleapis.com",
    "servicemanagement.googleapis.com",
    "storage.googleapis.com",
  ])

  # Agents that are given rights below. In a new project they exist only once asked for.
  agents = toset(["pubsub.googleapis.com", "secretmanager.googleapis.com"])

  # Files and secrets are read rarely, so every read is worth a line; documents are read with every request.
  audited = toset(["secretmanager.googleapis.com", "storage.googleapis.com"])
}

resource "google_project_service" "this" {
  for_each           = local.services
  project            = var.project_id
  service            = each.value
  disable_on_destroy = false
}

resource "google_project_service_identity" "agent" {
  provider = google-beta
  for_each = local.agents
  project  = var.project_id
  service  = google_project_service.this[each.value].service
}

# An agent made by request gets no role of itself (https://cloud.google.com/iam/docs/create-service-agents). Without its
# own, Pub/Sub can sign no token and every push is refused. Secret Manager's agent has no role of its own.
resource "google_project_iam_member" "pubsub_agent" {
  project = var.project_id
  role    = "roles/pubsub.serviceAgent"
  member  = google_project_service_identity.agent["pubsub.googleapis.com"].member
}

resource "google_project_iam_audit_config" "reads" {
  for_each = local.audited
  project  = var.project_id
  service  = google_project_service.this[each.value].service

  audit_log_config {
    log_type = "DATA_READ"
  }
  audit_log_config {
    log_type = "DATA_WRITE"
  }
}
