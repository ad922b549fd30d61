output "addresses" {
  description = "What the DNS records of both hosts must say: A the IPV4 address, AAAA the IPV6 one."
  value       = { for version, address in google_compute_global_address.this : version => address.address }
}

output "buckets" {
  description = "Bucket names by site: widget, admin."
  value       = { for site, bucket in google_storage_bucket.site : site => bucket.name }
}

output "hosts" {
  description = "Host names by site: widget, admin."
  value       = local.hosts
}
