variables {
  prefix         = "aid"
  project_id     = "some-project"
  project_number = "123456789012"
  functions = {
    chat    = { buckets = [], enqueues = [], readsBackups = false }
    upload  = { buckets = ["photos"], enqueues = ["exports"], readsBackups = false }
    backups = { buckets = [], enqueues = [], readsBackups = true }
  }
}

run "who_has_files_signs_their_addresses" {
  command = plan

  assert {
    condition     = keys(google_service_account_iam_member.signs) == ["upload"]
    error_message = "A function without a bucket may sign, or one with a bucket may not."
  }
}

run "who_fills_a_queue_may_name_its_caller" {
  command = plan

  assert {
    condition     = keys(google_service_account_iam_member.enqueues) == ["upload"]
    error_message = "A function without a queue may act as the caller of tasks, or one with a queue may not."
  }
}

run "every_function_has_two_roles_of_the_project" {
  command = plan

  assert {
    condition     = toset([for grant in google_project_iam_member.function : grant.role]) == toset(["roles/datastore.user", "roles/cloudtrace.agent"])
    error_message = "A function has a role of the project that not all need."
  }
}

run "only_who_tells_of_backups_lists_them" {
  command = plan

  assert {
    condition     = keys(google_project_iam_member.reads_backups) == ["backups"]
    error_message = "A function that tells of no backups may list them, or one that does may not."
  }
}

run "a_name_too_long_for_an_account_is_refused" {
  command = plan

  variables {
    functions = { a_name_of_more_than_thirty_letters = { buckets = [], enqueues = [], readsBackups = false } }
  }

  expect_failures = [google_service_account.function]
}
