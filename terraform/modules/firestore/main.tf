# The document store: one database, its indexes, what expires, and how to get back what was lost.

locals {
  # The key of an index says what it is, so that a plan reads well and a moved line in the file changes nothing.
  indexes = {
    for index in var.indexes : "${index.collection}/${join(",", [
      for field in index.fields : "${field.path}:${try(field.order, "VECTOR")}"
    ])}" => index
  }

  # Firestore puts the document's name before a vector by itself. Terraform must say so too, or each plan would replace
  # the index: it only overlooks a name that Firestore added at the end.
  before_vector = [{ path = "__name__", order = "ASCENDING" }]
  fields = {
    for key, index in local.indexes : key => flatten([
      [for field in index.fields : field if !can(field.vector)],
      anytrue([for field in index.fields : can(field.vector)]) ? local.before_vector : [],
      [for field in index.fields : field if can(field.vector)],
    ])
  }

  # Times of writing. As indexes of their own, all writes of a collection would meet at their end; within a composite
  # index each client has an end of its own. https://cloud.google.com/firestore/docs/best-practices
  rising = merge([
    for index in var.indexes : {
      for field in index.fields : "${index.collection}/${field.path}" => { collection = index.collection, field = field.path }
      if contains(var.rising_fields, field.path)
    }
  ]...)
}

resource "google_firestore_database" "this" {
  project     = var.project_id
  name        = var.database
  location_id = var.region
  type        = "FIRESTORE_NATIVE"

  concurrency_mode                  = "OPTIMISTIC"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  delete_protection_state           = var.deletion_protection ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"
  deletion_policy                   = var.deletion_protection ? "ABANDON" : "DELETE"

  dynamic "cmek_config" {
    for_each = var.kms_key == null ? [] : [var.kms_key]
    content {
      kms_key_name = cmek_config.value
    }
  }
}

resource "google_firestore_index" "this" {
  for_each    = local.indexes
  project     = var.project_id
  database    = google_firestore_database.this.name
  collection  = each.value.collection
  query_scope = "COLLECTION"

  dynamic "fields" {
    for_each = local.fields[each.key]
    content {
      field_path = fields.value.path
      order      = try(fields.value.order, null)

      dynamic "vector_config" {
        for_each = try([fields.value.vector], [])
        content {
          dimension = vector_config.value.dimension
          flat {}
        }
      }
    }
  }
}

# Firestore deletes what has expired, usually within a day; readers leave it out from the second on.
resource "google_firestore_field" "expiry" {
  for_each   = var.expiring_collections
  project    = var.project_id
  database   = google_firestore_database.this.name
  collection = each.value
  field      = var.expiry_field

  ttl_config {}

  # It rises as well, and no query reads it alone.
  index_config {}
}

resource "google_firestore_field" "rising" {
  for_each   = local.rising
  project    = var.project_id
  database   = google_firestore_database.this.name
  collection = each.value.collection
  field      = each.value.field

  index_config {}
}

# Maps of very many counters, which nothing looks for: each would be two entries, written anew with every count.
resource "google_firestore_field" "unindexed" {
  for_each   = { for field in var.unindexed_fields : "${field.collection}/${field.path}" => field }
  project    = var.project_id
  database   = google_firestore_database.this.name
  collection = each.value.collection
  field      = each.value.path

  index_config {}
}

resource "google_firestore_backup_schedule" "daily" {
  project   = var.project_id
  database  = google_firestore_database.this.name
  retention = "${var.daily_backups_days * 86400}s"

  daily_recurrence {}
}

resource "google_firestore_backup_schedule" "weekly" {
  project   = var.project_id
  database  = google_firestore_database.this.name
  retention = "${var.weekly_backups_weeks * 7 * 86400}s"

  weekly_recurrence {
    day = "SUNDAY"
  }
}
