output "alert_policy_names" {
  description = "Resource name of each alert policy, by the alert."
  value = merge(
    { for name, policy in google_monitoring_alert_policy.threshold : name => policy.name },
    { for name, policy in google_monitoring_alert_policy.burn : name => policy.name },
  )
}

output "dashboard_id" {
  description = "Resource name of the dashboard."
  value       = google_monitoring_dashboard.service.id
}

output "slo_ids" {
  description = "Resource name of each service level objective: availability, latency, faults."
  value       = { for name, slo in local.slos : name => slo.name }
}
