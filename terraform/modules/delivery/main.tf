# Who plans and who applies. A push plans and proposes; a person approves; then that very plan is applied
# (cloudbuild.yaml, cloudbuild.apply.yaml). Neither account can read what shoppers leave: no role here opens documents,
# photos or secret values, but for the key that the smoke test calls with.

locals {
  connected = var.repository == null ? {} : { repository = var.repository }
}

resource "google_service_account" "plan" {
  project      = var.project_id
  account_id   = "release-plan"
  display_name = "Plans changes; changes nothing"
}

resource "google_service_account" "apply" {
  project      = var.project_id
  account_id   = "release-apply"
  display_name = "Applies approved plans"
}

# A plan is proposed by a message with its name; the message starts a build that waits for approval.
resource "google_pubsub_topic" "proposals" {
  project      = var.project_id
  name         = "release-proposals"
  kms_key_name = var.kms_key
}

resource "google_pubsub_topic_iam_member" "proposes" {
  project = var.project_id
  topic   = google_pubsub_topic.proposals.name
  role    = "roles/pubsub.publisher"
  member  = google_service_account.plan.member
}

resource "google_cloudbuild_trigger" "plan" {
  for_each        = local.connected
  project         = var.project_id
  location        = var.region
  name            = "release-plan"
  description     = "Checks, bundles and plans each push, and proposes the plan"
  filename        = "cloudbuild.yaml"
  service_account = google_service_account.plan.id

  repository_event_config {
    repository = each.value
    push {
      branch = "^${var.branch}$"
    }
  }

  substitutions = {
    _ENV           = var.environment
    _REGION        = var.region
    _RELEASE_TOPIC = google_pubsub_topic.proposals.name
    _STATE_BUCKET  = var.state_bucket
  }
}

resource "google_cloudbuild_trigger" "apply" {
  for_each        = local.connected
  project         = var.project_id
  location        = var.region
  name            = "release-apply"
  description     = "Applies the proposed plan once a person approved it, then moves traffic step by step"
  service_account = google_service_account.apply.id
  filter          = "_ENV == \"${var.environment}\""

  pubsub_config {
    topic = google_pubsub_topic.proposals.id
  }

  source_to_build {
    repository = each.value
    ref        = "refs/heads/${var.branch}"
    repo_type  = var.repository_type
  }

  git_file_source {
    path       = "cloudbuild.apply.yaml"
    repository = each.value
    revision   = "refs/heads/${var.branch}"
    repo_type  = var.repository_type
  }

  substitutions = {
    _API_URL      = var.api_url
    _ENV          = "$(body.message.attributes.environment)"
    _PLAN         = "$(body.message.attributes.plan)"
    _REGION       = var.region
    _STATE_BUCKET = var.state_bucket
  }

  approval_config {
    approval_required = true
  }
}
