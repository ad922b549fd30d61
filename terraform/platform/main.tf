# One shop platform in one project. Each part is a module; what they share is worked out in locals.tf.

module "services" {
  source     = "../modules/services"
  project_id = var.project_id
}

module "identity" {
  source         = "../modules/identity"
  functions      = local.functions
  prefix         = var.prefix
  project_id     = var.project_id
  project_number = var.project_number

  depends_on = [module.services]
}

module "firestore" {
  source               = "../modules/firestore"
  daily_backups_days   = var.profile.daily_backups_days
  database             = var.firestore_database
  deletion_protection  = var.profile.deletion_protection
  expiring_collections = local.collections
  indexes              = local.indexes
  kms_key              = var.kms_key
  project_id           = var.project_id
  region               = var.region
  weekly_backups_weeks = var.profile.weekly_backups_weeks

  depends_on = [module.services]
}

module "storage" {
  source         = "../modules/storage"
  build_member   = module.identity.build.member
  force_destroy  = !var.profile.deletion_protection
  kms_key        = var.kms_key
  prefix         = var.prefix
  project_id     = var.project_id
  region         = var.region
  upload_origins = var.upload_origins
  users          = local.bucket_users

  depends_on = [module.services]
}

module "secrets" {
  source       = "../modules/secrets"
  kms_key      = var.kms_key
  project_id   = var.project_id
  readers      = merge(local.secret_readers, { "release/${local.smoke_key}" = { secret = local.smoke_key, member = module.delivery.accounts.apply } })
  region       = var.region
  secret_agent = module.services.agents["secretmanager"]
  secrets      = setunion(local.secrets, [local.smoke_key])

  depends_on = [module.services]
}

module "gateway" {
  source        = "../modules/gateway"
  account       = module.identity.callers.gateway.email
  addresses     = local.addresses
  contract_file = local.contract
  prefix        = var.prefix
  project_id    = var.project_id
  region        = var.region

  depends_on = [module.services]
}

module "functions" {
  source        = "../modules/functions"
  accounts      = module.identity.functions
  buckets       = module.storage.buckets
  build_account = module.identity.build
  bundles_dir   = "${local.repository}/.cache/bundles"
  callers = {
    http  = module.identity.callers.gateway.member
    event = module.identity.callers.push.member
    task  = module.identity.callers.tasks.member
  }
  environment_variables = local.environment_variables
  functions             = local.functions
  keep_warm             = var.profile.keep_warm
  kms_key               = var.kms_key
  labels                = local.labels
  max_instances         = var.profile.max_instances
  prefix                = var.prefix
  project_id            = var.project_id
  region                = var.region
  secret_ids            = module.secrets.secret_ids
  sources_bucket        = module.storage.buckets["sources"]
  traffic_at_once       = var.profile.traffic_at_once

  # Not only what they are given: also the rights with which they are built and read their secrets.
  depends_on = [module.identity, module.secrets, module.services, module.storage]
}

module "messaging" {
  source    = "../modules/messaging"
  enqueuers = local.enqueuers
  kms_key   = var.kms_key
  listeners = {
    for name, function in local.functions : name => {
      topic     = function.topic
      url       = local.addresses[name]
      timeout_s = function.timeoutS
    } if function.kind == "event"
  }
  prefix       = var.prefix
  project_id   = var.project_id
  publishers   = local.publishers
  pubsub_agent = module.services.agents["pubsub"]
  push_account = module.identity.callers.push.email
  queues       = local.queues
  region       = var.region
  topics       = local.topics

  depends_on = [module.functions, module.services]
}

module "scheduler" {
  source = "../modules/scheduler"
  jobs = {
    for name, function in local.functions : name => {
      schedule = function.schedule
      topic_id = module.messaging.topics[function.topic]
    } if function.schedule != null
  }
  prefix     = var.prefix
  project_id = var.project_id
  region     = var.region
}

module "delivery" {
  source = "../modules/delivery"
  act_as = merge(
    { for name, account in module.identity.functions : name => account.id },
    { for name, account in module.identity.callers : "call/${name}" => account.id },
    { build = module.identity.build.id },
  )
  api_url         = "https://${local.api_host}"
  branch          = var.branch
  environment     = var.environment
  kms_key         = var.kms_key
  prefix          = var.prefix
  project_id      = var.project_id
  region          = var.region
  repository      = var.repository
  repository_type = var.repository_type
  sources_bucket  = module.storage.buckets["sources"]
  state_bucket    = var.state_bucket

  depends_on = [module.services]
}
