variables {
  project_id   = "some-project"
  readers      = { "export/SIGNING_SECRET" = { secret = "SIGNING_SECRET", member = "serviceAccount:export@some-project.iam.gserviceaccount.com" } }
  region       = "europe-west1"
  secret_agent = "serviceAccount:service-1@gcp-sa-secretmanager.iam.gserviceaccount.com"
  secrets      = ["SIGNING_SECRET"]
}

run "a_secret_stays_in_its_region_and_is_rotated" {
  command = plan

  assert {
    condition     = google_secret_manager_secret.this["SIGNING_SECRET"].secret_id == "signing-secret"
    error_message = "A secret is not named after its setting."
  }
  assert {
    condition     = google_secret_manager_secret.this["SIGNING_SECRET"].replication[0].user_managed[0].replicas[0].location == "europe-west1"
    error_message = "A secret leaves its region."
  }
  assert {
    condition     = google_secret_manager_secret.this["SIGNING_SECRET"].rotation[0].rotation_period == "7776000s"
    error_message = "A secret is not rotated every 90 days."
  }
}

run "only_who_is_named_reads_it" {
  command = plan

  assert {
    condition     = google_secret_manager_secret_iam_member.reader["export/SIGNING_SECRET"].role == "roles/secretmanager.secretAccessor"
    error_message = "A reader has another right than to read."
  }
}

run "rotation_takes_90_days_at_most" {
  command = plan

  variables {
    rotation_days = 91
  }

  expect_failures = [var.rotation_days]
}
