# Buckets by purpose. None can be made public, none has rights per object.

locals {
  # age_days: deleted by then. soft_delete_days: for how long what was deleted can be brought back.
  buckets = {
    photos  = { age_days = 1, versions = false, soft_delete_days = 0 }
    exports = { age_days = 7, versions = false, soft_delete_days = 0 }
    frames  = { age_days = null, versions = true, soft_delete_days = 7 }
    backups = { age_days = null, versions = true, soft_delete_days = 90 }
    sources = { age_days = null, versions = true, soft_delete_days = 7 }
  }
}

resource "google_storage_bucket" "this" {
  for_each = local.buckets
  project  = var.project_id
  name     = "${var.project_id}-${var.prefix}-${each.key}"
  location = var.region

  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = var.force_destroy

  versioning {
    enabled = each.value.versions
  }

  soft_delete_policy {
    retention_duration_seconds = each.value.soft_delete_days * 86400
  }

  dynamic "lifecycle_rule" {
    for_each = each.value.age_days == null ? [] : [each.value.age_days]
    content {
      action {
        type = "Delete"
      }
      condition {
        age = lifecycle_rule.value
      }
    }
  }

  # An upload that broke off leaves parts that no listing shows.
  lifecycle_rule {
    action {
      type = "AbortIncompleteMultipartUpload"
    }
    condition {
      age = 1
    }
  }

  dynamic "lifecycle_rule" {
    for_each = each.value.versions ? [each.key] : []
    content {
      action {
        type = "Delete"
      }
      condition {
        num_newer_versions = 3
        with_state         = "ARCHIVED"
      }
    }
  }

  # A browser on a shop's page sends a photo straight to its signed address; the signature says who may.
  dynamic "cors" {
    for_each = each.key == "photos" ? [var.upload_origins] : []
    content {
      origin          = cors.value
      method          = ["PUT"]
      response_header = ["Content-Type", "x-goog-content-length-range"]
      max_age_seconds = 3600
    }
  }

  dynamic "encryption" {
    for_each = var.kms_key == null ? [] : [var.kms_key]
    content {
      default_kms_key_name = encryption.value
    }
  }
}

resource "google_storage_bucket_iam_member" "user" {
  for_each = var.users
  bucket   = google_storage_bucket.this[each.value.bucket].name
  role     = "roles/storage.objectUser"
  member   = each.value.member
}

resource "google_storage_bucket_iam_member" "sources" {
  bucket = google_storage_bucket.this["sources"].name
  role   = "roles/storage.objectViewer"
  member = var.build_member
}
