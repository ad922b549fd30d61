# What functions need to ask Google's language and embedding models. Those are called by name and need no endpoint; an
# endpoint is for a model of one's own. Vector search is Firestore's (find_nearest), so there is no Vertex index here.

resource "google_project_service" "aiplatform" {
  project            = var.project_id
  service            = "aiplatform.googleapis.com"
  disable_on_destroy = false
}

# The one permission that asking takes. roles/aiplatform.user also trains, deploys and deletes.
# https://cloud.google.com/vertex-ai/docs/general/iam-permissions
resource "google_project_iam_custom_role" "asks_models" {
  project     = var.project_id
  role_id     = replace("${var.prefix}_asks_models", "-", "_")
  title       = "Ask models"
  description = "Sends prompts and texts to models, and nothing else"
  permissions = ["aiplatform.endpoints.predict"]
}

resource "google_project_iam_member" "asks_models" {
  for_each = var.users
  project  = var.project_id
  role     = google_project_iam_custom_role.asks_models.id
  member   = each.value
}

resource "google_vertex_ai_endpoint" "this" {
  for_each     = var.endpoints
  project      = var.project_id
  name         = tostring(1 + parseint(substr(sha256("${var.prefix}-${each.key}"), 0, 7), 16)) # Vertex takes digits only
  display_name = each.value
  location     = var.region
  region       = var.region

  dynamic "encryption_spec" {
    for_each = var.kms_key == null ? [] : [var.kms_key]
    content {
      kms_key_name = encryption_spec.value
    }
  }

  depends_on = [google_project_service.aiplatform]
}
