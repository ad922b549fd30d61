output "agents" {
  description = "IAM members of the service agents, by short service name: pubsub, secretmanager."
  value       = { for service, agent in google_project_service_identity.agent : split(".", service)[0] => agent.member }
}
