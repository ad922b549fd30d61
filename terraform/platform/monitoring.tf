# What is watched, who is told, and what a month may cost.

module "monitoring" {
  source                    = "../modules/monitoring"
  api_host                  = local.api_host
  billing_account           = var.billing_account
  budget_currency           = var.budget_currency
  channels                  = var.channels
  dead_letter_subscriptions = module.messaging.dead_letter_subscriptions
  environment               = var.environment
  functions                 = module.functions.functions
  monthly_budget            = var.monthly_budget
  prefix                    = var.prefix
  project_id                = var.project_id
  queues                    = module.messaging.queues
  region                    = var.region
  runbook_base_url          = var.runbook_base_url

  depends_on = [module.services]
}
