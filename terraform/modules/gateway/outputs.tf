output "backends" {
  description = "Where the gateway sends calls: URL of each function on it, by name."
  value       = { for name, backend in local.backends : name => backend.address }
}

output "host" {
  description = "Host name that the gateway answers at."
  value       = google_api_gateway_gateway.this.default_hostname
}
