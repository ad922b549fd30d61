output "dead_letter_subscriptions" {
  description = "Subscriptions that hold dead letters, by what they hold."
  value       = { messages = google_pubsub_subscription.dead_letters.name }
}

output "queues" {
  description = "Ids of the task queues, by name."
  value       = { for name, queue in google_cloud_tasks_queue.this : name => queue.name }
}

output "topics" {
  description = "Full names of the topics, by name."
  value       = { for name, topic in google_pubsub_topic.this : name => topic.id }
}
