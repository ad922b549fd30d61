output "buckets" {
  description = "Bucket names by purpose: photos, exports, frames, backups, sources."
  value       = { for purpose, bucket in google_storage_bucket.this : purpose => bucket.name }
}
