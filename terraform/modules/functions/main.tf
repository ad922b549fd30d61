# One Cloud Function per entry of the table that the code writes (terraform/api/functions.json), each from its own bundle.

locals {
  # The newest on the google-22 stack, whose system libraries MediaPipe was held against; 3.14 brings another stack. All
  # packages have wheels for it. The tests run on 3.11, the oldest that the code promises.
  runtime = "python313"

  # The gateway reaches functions from outside the project's network, so they must be open to it; IAM lets nobody else
  # in. Pub/Sub, Cloud Tasks and Cloud Scheduler of the same project count as internal at the run.app address.
  ingress = { http = "ALLOW_ALL", event = "ALLOW_INTERNAL_ONLY", task = "ALLOW_INTERNAL_ONLY" }

  names = { for name in keys(var.functions) : name => "${var.prefix}-${replace(name, "_", "-")}" }
  files = { for name, function in var.functions : name => "${var.bundles_dir}/${name}.zip" }
}

resource "google_artifact_registry_repository" "functions" {
  project       = var.project_id
  location      = var.region
  repository_id = "${var.prefix}-functions"
  description   = "Images built from the functions' bundles"
  format        = "DOCKER"
  kms_key_name  = var.kms_key
  labels        = var.labels

  cleanup_policies {
    id     = "keep-ten"
    action = "KEEP"
    most_recent_versions {
      keep_count = 10
    }
  }
  cleanup_policies {
    id     = "delete-after-90-days"
    action = "DELETE"
    condition {
      older_than = "7776000s"
    }
  }
}

resource "google_artifact_registry_repository_iam_member" "build" {
  project    = var.project_id
  location   = var.region
  repository = google_artifact_registry_repository.functions.name
  role       = "roles/artifactregistry.writer"
  member     = var.build_account.member
}

# Rights are known everywhere only a while after they were given, and a build that comes before fails. Waited for once,
# and again when a function is new. The provider's own example (cloudfunctions2_basic_builder) waits as well.
resource "terraform_data" "rights_known" {
  triggers_replace = sort(keys(var.functions))

  provisioner "local-exec" {
    command = "sleep 90"
  }

  depends_on = [google_artifact_registry_repository_iam_member.build]
}

# Named by content: the same bundle is the same object, and a changed one is a new build.
resource "google_storage_bucket_object" "bundle" {
  for_each = var.functions
  bucket   = var.sources_bucket
  name     = "${each.key}/${filesha256(local.files[each.key])}.zip"
  source   = local.files[each.key]
}

resource "google_cloudfunctions2_function" "this" {
  for_each     = var.functions
  project      = var.project_id
  location     = var.region
  name         = local.names[each.key]
  kms_key_name = var.kms_key
  labels       = var.labels

  build_config {
    runtime           = local.runtime
    entry_point       = each.key
    docker_repository = google_artifact_registry_repository.functions.id
    service_account   = var.build_account.id

    source {
      storage_source {
        bucket = google_storage_bucket_object.bundle[each.key].bucket
        object = google_storage_bucket_object.bundle[each.key].name
      }
    }
  }

  service_config {
    available_cpu                    = each.value.cpu
    available_memory                 = "${each.value.memoryMib}Mi"
    max_instance_request_concurrency = each.value.concurrency
    timeout_seconds                  = each.value.timeoutS
    min_instance_count               = each.value.warm && var.keep_warm ? 1 : 0
    max_instance_count               = var.max_instances
    ingress_settings                 = local.ingress[each.value.kind]
    all_traffic_on_latest_revision   = var.traffic_at_once
    service_account_email            = var.accounts[each.key].email

    environment_variables = merge(
      var.environment_variables,
      # Else functions-framework takes four threads a processor, and the requests beyond would wait unseen.
      { THREADS = tostring(each.value.concurrency) },
      { for purpose in each.value.buckets : "BUCKET_${upper(purpose)}" => var.buckets[purpose] },
      { for secret in each.value.secrets : "${upper(replace(secret, "-", "_"))}_FILE" => "/secrets/${secret}/value" },
    )

    # A mounted version is read anew with each opening of the file: a rotation needs no deployment.
    dynamic "secret_volumes" {
      for_each = each.value.secrets
      content {
        mount_path = "/secrets/${secret_volumes.value}"
        project_id = var.project_id
        secret     = var.secret_ids[secret_volumes.value]

        versions {
          version = "latest"
          path    = "value"
        }
      }
    }
  }

  depends_on = [terraform_data.rights_known]
}

# The one way in: whoever delivers to this kind of function, and nobody else.
resource "google_cloud_run_v2_service_iam_member" "invoker" {
  for_each = var.functions
  project  = var.project_id
  location = var.region
  name     = google_cloudfunctions2_function.this[each.key].name
  role     = "roles/run.invoker"
  member   = var.callers[each.value.kind]
}
