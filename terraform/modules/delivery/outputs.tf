output "accounts" {
  description = "IAM members that plan and apply."
  value = {
    plan  = google_service_account.plan.member
    apply = google_service_account.apply.member
  }
}

output "triggers" {
  description = "Names of the triggers that plan and apply; empty without a repository."
  value       = [for trigger in concat(values(google_cloudbuild_trigger.plan), values(google_cloudbuild_trigger.apply)) : trigger.name]
}
