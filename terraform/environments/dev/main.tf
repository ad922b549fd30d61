# The same in every environment: what differs stands in terraform.tfvars, what is yours in installation.auto.tfvars.

# Calls count against this project: the budget's service refuses a person's login that names none.
provider "google" {
  project               = var.project_id
  region                = var.region
  billing_project       = var.project_id
  user_project_override = true
}

provider "google-beta" {
  project               = var.project_id
  region                = var.region
  billing_project       = var.project_id
  user_project_override = true
}

module "platform" {
  source             = "../../platform"
  api_host           = var.api_host
  billing_account    = var.billing_account
  branch             = var.branch
  budget_currency    = var.budget_currency
  channels           = var.channels
  denied_ip_ranges   = var.denied_ip_ranges
  denied_regions     = var.denied_regions
  domain             = var.domain
  environment        = var.environment
  firestore_database = var.firestore_database
  kms_key            = var.kms_key
  model_endpoints    = var.model_endpoints
  model_settings     = var.model_settings
  model_users        = var.model_users
  monthly_budget     = var.monthly_budget
  prefix             = var.prefix
  profile            = var.profile
  project_id         = var.project_id
  project_number     = var.project_number
  region             = var.region
  repository         = var.repository
  repository_type    = var.repository_type
  runbook_base_url   = var.runbook_base_url
  state_bucket       = var.state_bucket
  upload_origins     = var.upload_origins
}
