# One account per function, with no more than its work needs, and the accounts in whose name functions are called.

locals {
  # Every function keeps documents and may export its spans. Log lines need no role: Cloud Run carries them itself.
  roles = ["roles/datastore.user", "roles/cloudtrace.agent"]

  function_roles = merge([
    for name in keys(var.functions) : { for role in local.roles : "${name}/${role}" => { name = name, role = role } }
  ]...)

  backup_readers = { for name, function in var.functions : name => function if function.readsBackups }

  signers   = { for name, function in var.functions : name => function if length(function.buckets) > 0 }
  enqueuers = { for name, function in var.functions : name => function if length(function.enqueues) > 0 }

  callers = {
    gateway = "Calls the functions behind the API gateway"
    push    = "Delivers Pub/Sub messages to the functions that listen"
    tasks   = "Delivers tasks to the functions that work them off"
  }
}

resource "google_service_account" "function" {
  for_each     = var.functions
  project      = var.project_id
  account_id   = "${var.prefix}-${replace(each.key, "_", "-")}"
  display_name = "Function ${each.key}"

  lifecycle {
    precondition {
      condition     = length("${var.prefix}-${each.key}") <= 30
      error_message = "The account of ${each.key} would have more than 30 characters; choose a shorter prefix."
    }
  }
}

resource "google_service_account" "caller" {
  for_each     = local.callers
  project      = var.project_id
  account_id   = "${var.prefix}-call-${each.key}"
  display_name = each.value
}

resource "google_service_account" "build" {
  project      = var.project_id
  account_id   = "${var.prefix}-build"
  display_name = "Builds the functions from their bundles"
}

resource "google_project_iam_member" "function" {
  for_each = local.function_roles
  project  = var.project_id
  role     = each.value.role
  member   = google_service_account.function[each.value.name].member
}

# That there is a backup of today, not what is in it.
resource "google_project_iam_member" "reads_backups" {
  for_each = local.backup_readers
  project  = var.project_id
  role     = "roles/datastore.backupsViewer"
  member   = google_service_account.function[each.key].member
}

# Signed addresses are signed by the function's own account, so no key file exists.
resource "google_service_account_iam_member" "signs" {
  for_each           = local.signers
  service_account_id = google_service_account.function[each.key].name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = google_service_account.function[each.key].member
}

# Who makes a task says in whose name it is delivered, and needs leave for that.
resource "google_service_account_iam_member" "enqueues" {
  for_each           = local.enqueuers
  service_account_id = google_service_account.caller["tasks"].name
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.function[each.key].member
}

resource "google_project_iam_member" "build_logs" {
  project = var.project_id
  role    = "roles/logging.logWriter"
  member  = google_service_account.build.member
}

# Cloud Functions copies each archive into a bucket of its own before it builds; no other bucket is readable.
resource "google_project_iam_member" "build_sources" {
  project = var.project_id
  role    = "roles/storage.objectViewer"
  member  = google_service_account.build.member

  condition {
    title      = "sources only"
    expression = "resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-${var.project_number}-\")"
  }
}
