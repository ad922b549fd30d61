# What the code says about itself: nothing in this folder repeats it.

locals {
  repository  = "${path.module}/../.."
  contract    = "${path.module}/../api/openapi.yaml"
  functions   = jsondecode(file("${path.module}/../api/functions.json"))
  collections = jsondecode(file("${path.module}/../api/collections.json"))
  indexes     = jsondecode(file("${local.repository}/shared/platform/indexes.json"))

  # Cloud Run's other address, known before the function exists: so the gateway can be made first and its host name be
  # a setting of the functions. https://cloud.google.com/run/docs/triggering/https-request#deterministic
  addresses = {
    for name in keys(local.functions) :
    name => "https://${var.prefix}-${replace(name, "_", "-")}-${var.project_number}.${var.region}.run.app"
  }

  api_host = coalesce(var.api_host, module.gateway.host)

  topics = toset(concat(
    flatten([for function in local.functions : function.publishes]),
    [for function in local.functions : function.topic if function.topic != null],
  ))
  queues  = toset(flatten([for function in local.functions : function.enqueues]))
  secrets = toset(flatten([for function in local.functions : function.secrets]))

  # The key of the shop that a release is tried with (cloudbuild.apply.yaml).
  smoke_key = "smoke-key"

  # Who may do what to which resource, keyed so that a plan names both.
  publishers = merge([for name, function in local.functions : {
    for topic in function.publishes : "${name}/${topic}" => { topic = topic, member = local.members[name] }
  }]...)
  enqueuers = merge([for name, function in local.functions : {
    for queue in function.enqueues : "${name}/${queue}" => { queue = queue, member = local.members[name] }
  }]...)
  bucket_users = merge([for name, function in local.functions : {
    for bucket in function.buckets : "${name}/${bucket}" => { bucket = bucket, member = local.members[name] }
  }]...)
  secret_readers = merge([for name, function in local.functions : {
    for secret in function.secrets : "${name}/${secret}" => { secret = secret, member = local.members[name] }
  }]...)
  members = { for name, account in module.identity.functions : name => account.member }

  # Functions that work off a queue: where its tasks are sent.
  task_targets = { for name, function in local.functions : function.queue => local.addresses[name] if function.queue != null }

  labels = { application = "ai-discovery", environment = var.environment }

  site_origins = var.domain == null ? {} : {
    ADMIN_ORIGIN  = "https://admin.${var.domain}"
    WIDGET_ORIGIN = "https://widget.${var.domain}"
  }

  # docs/settings.md says what each is.
  environment_variables = merge(var.model_settings, local.site_origins, {
    API_ENDPOINT         = "https://${local.api_host}"
    CLOUD                = "google"
    FACE_MODEL           = "models/face_landmarker.task"
    FIRESTORE_DATABASE   = module.firestore.database
    GOOGLE_CLOUD_PROJECT = var.project_id
    GOOGLE_CLOUD_REGION  = var.region
    LOG_LEVEL            = var.profile.log_level
    TASKS_INVOKER        = module.identity.callers.tasks.email
    TASK_TARGETS         = join(",", [for queue, url in local.task_targets : "${queue}=${url}"])
    TRACE_SHARE          = tostring(var.profile.trace_share)
  })
}
