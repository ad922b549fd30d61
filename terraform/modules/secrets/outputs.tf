output "rotation_subscription" {
  description = "Subscription that holds the reminders to rotate."
  value       = google_pubsub_subscription.rotation.name
}

output "secret_ids" {
  description = "Secret ids by name."
  value       = { for name, secret in google_secret_manager_secret.this : name => secret.secret_id }
}
