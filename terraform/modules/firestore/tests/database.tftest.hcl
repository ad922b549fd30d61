variables {
  deletion_protection  = true
  expiring_collections = ["sessions", "messages"]
  project_id           = "some-project"
  region               = "europe-west1"
  indexes = [
    { collection = "sessions", fields = [{ path = "clientId", order = "ASCENDING" }, { path = "createdAt", order = "DESCENDING" }] },
    { collection = "products", fields = [{ path = "clientId", order = "ASCENDING" }, { path = "embedding", vector = { dimension = 384 } }] },
  ]
}

run "an_index_is_named_by_what_it_holds" {
  command = plan

  assert {
    condition = keys(google_firestore_index.this) == [
      "products/clientId:ASCENDING,embedding:VECTOR",
      "sessions/clientId:ASCENDING,createdAt:DESCENDING",
    ]
    error_message = "The keys of the indexes do not say what they hold."
  }
  assert {
    condition     = google_firestore_index.this["products/clientId:ASCENDING,embedding:VECTOR"].fields[2].vector_config[0].dimension == 384
    error_message = "The vector field lost its dimension."
  }
}

run "an_index_is_written_as_firestore_answers_it" {
  command = plan

  assert {
    condition     = google_firestore_index.this["products/clientId:ASCENDING,embedding:VECTOR"].fields[*].field_path == tolist(["clientId", "__name__", "embedding"])
    error_message = "The name is missing before a vector: every plan would replace the index."
  }
  assert {
    condition     = google_firestore_index.this["sessions/clientId:ASCENDING,createdAt:DESCENDING"].fields[*].field_path == tolist(["clientId", "createdAt"])
    error_message = "An index without a vector has other fields than the file."
  }
}

run "times_of_writing_have_no_index_of_their_own" {
  command = plan

  assert {
    condition     = keys(google_firestore_field.rising) == ["sessions/createdAt"]
    error_message = "A field that rises with each write is indexed by itself, or one is left out that has no composite index."
  }
}

run "counters_have_no_index" {
  command = plan

  assert {
    condition     = keys(google_firestore_field.unindexed) == ["performance/counts", "performance/parts", "rollups/counts", "rollups/halves"]
    error_message = "Each of very many counters is indexed by itself."
  }
}

run "every_document_can_be_read_as_it_was" {
  command = plan

  assert {
    condition     = google_firestore_database.this.point_in_time_recovery_enablement == "POINT_IN_TIME_RECOVERY_ENABLED"
    error_message = "There is no point-in-time recovery."
  }
  assert {
    condition     = google_firestore_database.this.delete_protection_state == "DELETE_PROTECTION_ENABLED" && google_firestore_database.this.deletion_policy == "ABANDON"
    error_message = "A protected database can be deleted."
  }
}

run "backups_are_kept_for_14_weeks_at_most" {
  command = plan

  variables {
    weekly_backups_weeks = 15
  }

  expect_failures = [var.weekly_backups_weeks]
}

run "what_expires_is_deleted" {
  command = plan

  assert {
    condition     = alltrue([for name, field in google_firestore_field.expiry : field.collection == name && field.field == "_expiresAt"])
    error_message = "A collection has no time to live on _expiresAt."
  }
}
