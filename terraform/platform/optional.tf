# What an installation may do without.

# Widget and admin site on a domain of one's own.
module "edge" {
  source           = "../modules/edge"
  count            = var.domain == null ? 0 : 1
  api_url          = "https://${local.api_host}"
  denied_ip_ranges = var.denied_ip_ranges
  denied_regions   = var.denied_regions
  domain           = var.domain
  force_destroy    = !var.profile.deletion_protection
  kms_key          = var.kms_key
  prefix           = var.prefix
  project_id       = var.project_id
  project_number   = var.project_number
  publisher        = module.delivery.accounts.apply
  region           = var.region

  depends_on = [module.services]
}

# Google's models.
module "vertex" {
  source     = "../modules/vertex"
  count      = length(var.model_users) + length(var.model_endpoints) > 0 ? 1 : 0
  endpoints  = var.model_endpoints
  kms_key    = var.kms_key
  prefix     = var.prefix
  project_id = var.project_id
  region     = var.region
  users      = { for name in var.model_users : name => local.members[name] }

  depends_on = [module.services]
}
