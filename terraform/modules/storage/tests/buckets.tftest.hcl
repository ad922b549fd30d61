variables {
  build_member  = "serviceAccount:build@some-project.iam.gserviceaccount.com"
  force_destroy = false
  prefix        = "aid"
  project_id    = "some-project"
  region        = "europe-west1"
  users         = {}
}

run "no_bucket_can_be_made_public" {
  command = plan

  assert {
    condition     = alltrue([for bucket in google_storage_bucket.this : bucket.public_access_prevention == "enforced" && bucket.uniform_bucket_level_access])
    error_message = "A bucket can be made public, or has rights per object."
  }
}

run "a_photo_is_gone_after_a_day" {
  command = plan

  assert {
    condition     = one([for rule in google_storage_bucket.this["photos"].lifecycle_rule : one(rule.condition).age if one(rule.action).type == "Delete"]) == 1
    error_message = "Photos stay longer than a day."
  }
  assert {
    condition     = !google_storage_bucket.this["photos"].versioning[0].enabled && google_storage_bucket.this["photos"].soft_delete_policy[0].retention_duration_seconds == 0
    error_message = "A deleted photo can be brought back."
  }
}

run "only_the_photo_bucket_is_open_to_browsers" {
  command = plan

  assert {
    condition     = [for purpose, bucket in google_storage_bucket.this : purpose if length(bucket.cors) > 0] == ["photos"]
    error_message = "A browser may upload elsewhere than to photos."
  }
}

run "a_bucket_that_is_not_there_is_refused" {
  command = plan

  variables {
    users = { "chat/selfies" = { bucket = "selfies", member = "serviceAccount:chat@some-project.iam.gserviceaccount.com" } }
  }

  expect_failures = [var.users]
}
