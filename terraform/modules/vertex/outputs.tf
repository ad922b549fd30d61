output "endpoints" {
  description = "Full endpoint names by name."
  value       = { for name, endpoint in google_vertex_ai_endpoint.this : name => endpoint.id }
}
