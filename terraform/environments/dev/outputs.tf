output "api_url" {
  description = "Address that shops call."
  value       = module.platform.api_url
}

output "buckets" {
  description = "Bucket names by purpose: photos, exports, frames, backups, sources."
  value       = module.platform.buckets
}

output "dead_letter_subscriptions" {
  description = "Subscriptions that hold what could not be delivered."
  value       = module.platform.dead_letter_subscriptions
}

output "functions" {
  description = "Functions by name: Cloud Run service, kind and address."
  value       = module.platform.functions
}

output "gateway_backends" {
  description = "Where the gateway sends calls: address of each function on it, by name."
  value       = module.platform.gateway_backends
}

output "gateway_host" {
  description = "Host name of the gateway itself, for a load balancer before it."
  value       = module.platform.gateway_host
}

output "rotation_subscription" {
  description = "Subscription that holds the reminders to rotate secrets."
  value       = module.platform.rotation_subscription
}

output "secret_ids" {
  description = "Secret ids by name: each needs a version before its functions start."
  value       = module.platform.secret_ids
}

output "sites" {
  description = "Widget and admin site: hosts, DNS addresses and buckets; null without a domain."
  value       = module.platform.sites
}

output "triggers" {
  description = "Names of the Cloud Build triggers that plan and apply."
  value       = module.platform.triggers
}
