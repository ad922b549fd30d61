# What the two accounts may do, and in which buckets.

locals {
  # Roles that list and describe. Not roles/viewer: that one also reads documents.
  plan_roles = toset([
    "roles/apigateway.viewer",
    "roles/artifactregistry.reader",
    "roles/browser",
    "roles/cloudbuild.builds.viewer",
    "roles/cloudfunctions.viewer",
    "roles/cloudscheduler.viewer",
    "roles/cloudtasks.viewer",
    "roles/compute.viewer",
    "roles/iam.securityReviewer",
    "roles/logging.logWriter",
    "roles/logging.viewer",
    "roles/monitoring.viewer",
    "roles/pubsub.viewer",
    "roles/run.viewer",
    "roles/secretmanager.viewer",
    "roles/serviceusage.serviceUsageConsumer",
  ])

  # Terraform gives rights, so who applies can give rights: the approval stands before exactly that.
  apply_roles = toset([
    "roles/apigateway.admin",
    "roles/artifactregistry.admin",
    "roles/cloudbuild.builds.editor",
    "roles/cloudfunctions.admin",
    "roles/cloudscheduler.admin",
    "roles/cloudtasks.admin",
    "roles/compute.loadBalancerAdmin",
    "roles/compute.securityAdmin",
    "roles/iam.roleAdmin",
    "roles/iam.serviceAccountAdmin",
    "roles/logging.configWriter",
    "roles/logging.logWriter",
    "roles/logging.viewer",
    "roles/monitoring.admin",
    "roles/pubsub.admin",
    "roles/resourcemanager.projectIamAdmin",
    "roles/run.admin",
    "roles/serviceusage.serviceUsageAdmin",
  ])

  # What a plan has to read of stores, without what is in them.
  read_stores = [
    "datastore.backupSchedules.get",
    "datastore.backupSchedules.list",
    "datastore.databases.get",
    "datastore.databases.getMetadata",
    "datastore.databases.list",
    "datastore.indexes.get",
    "datastore.indexes.list",
    "datastore.operations.get",
    "datastore.operations.list",
    "storage.buckets.get",
    "storage.buckets.getIamPolicy",
    "storage.buckets.list",
  ]

  # What an apply may change of stores. It can delete no database.
  write_stores = [
    "datastore.backupSchedules.create",
    "datastore.backupSchedules.delete",
    "datastore.backupSchedules.update",
    "datastore.databases.create",
    "datastore.databases.update",
    "datastore.indexes.create",
    "datastore.indexes.delete",
    "datastore.indexes.update",
    "secretmanager.secrets.create",
    "secretmanager.secrets.delete",
    "secretmanager.secrets.get",
    "secretmanager.secrets.getIamPolicy",
    "secretmanager.secrets.list",
    "secretmanager.secrets.setIamPolicy",
    "secretmanager.secrets.update",
    "storage.buckets.create",
    "storage.buckets.delete",
    "storage.buckets.setIamPolicy",
    "storage.buckets.update",
  ]
}

resource "google_project_iam_custom_role" "read_stores" {
  project     = var.project_id
  role_id     = replace("${var.prefix}_read_stores", "-", "_")
  title       = "Describe stores"
  description = "Describes databases, indexes, backup schedules and buckets, not what is in them"
  permissions = local.read_stores
}

resource "google_project_iam_custom_role" "write_stores" {
  project     = var.project_id
  role_id     = replace("${var.prefix}_write_stores", "-", "_")
  title       = "Set up stores"
  description = "Sets up databases, indexes, backup schedules, buckets and secrets, without reading what is in them"
  permissions = concat(local.read_stores, local.write_stores)
}

resource "google_project_iam_member" "plan" {
  for_each = local.plan_roles
  project  = var.project_id
  role     = each.value
  member   = google_service_account.plan.member
}

resource "google_project_iam_member" "plan_stores" {
  project = var.project_id
  role    = google_project_iam_custom_role.read_stores.id
  member  = google_service_account.plan.member
}

resource "google_project_iam_member" "apply" {
  for_each = local.apply_roles
  project  = var.project_id
  role     = each.value
  member   = google_service_account.apply.member
}

resource "google_project_iam_member" "apply_stores" {
  project = var.project_id
  role    = google_project_iam_custom_role.write_stores.id
  member  = google_service_account.apply.member
}

# To let a function run as its account, or a build as its own, whoever sets it up needs leave for that one account.
resource "google_service_account_iam_member" "apply_acts_as" {
  for_each = merge(var.act_as, {
    "release/plan"  = google_service_account.plan.id
    "release/apply" = google_service_account.apply.id
  })
  service_account_id = each.value
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.apply.member
}

# State, saved plans and what served before a release lie in one bucket, made before the first apply. Who plans reads
# all of it and writes plans alone.
resource "google_storage_bucket_iam_member" "state_read" {
  bucket = var.state_bucket
  role   = "roles/storage.objectViewer"
  member = google_service_account.plan.member
}

resource "google_storage_bucket_iam_member" "plans_write" {
  bucket = var.state_bucket
  role   = "roles/storage.objectUser"
  member = google_service_account.plan.member

  condition {
    title      = "plans only"
    expression = "resource.name.startsWith(\"projects/_/buckets/${var.state_bucket}/objects/plans/\")"
  }
}

resource "google_storage_bucket_iam_member" "state_write" {
  bucket = var.state_bucket
  role   = "roles/storage.objectUser"
  member = google_service_account.apply.member
}

resource "google_storage_bucket_iam_member" "sources" {
  for_each = {
    plan  = { member = google_service_account.plan.member, role = "roles/storage.objectViewer" }
    apply = { member = google_service_account.apply.member, role = "roles/storage.objectUser" }
  }
  bucket = var.sources_bucket
  role   = each.value.role
  member = each.value.member
}
