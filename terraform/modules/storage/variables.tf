variable "build_member" {
  description = "IAM member that builds the functions and so reads their sources."
  type        = string
}

variable "force_destroy" {
  description = "Whether a bucket may be deleted with all that is in it."
  type        = bool
}

variable "kms_key" {
  description = "Key that encrypts the buckets; null leaves it to Google's own keys."
  type        = string
  default     = null
}

variable "prefix" {
  description = "In the name of every bucket, after the project's."
  type        = string
}

variable "project_id" {
  description = "Project that holds the buckets; begins their names, since those are known to the whole world."
  type        = string
}

variable "region" {
  description = "Where the buckets lie."
  type        = string
}

variable "upload_origins" {
  description = "Sites whose pages may upload photos to a signed address."
  type        = list(string)
  default     = ["*"]
}

variable "users" {
  description = "Who reads and writes which bucket: keys are free, each value names a bucket by purpose and an IAM member."
  type = map(object({
    bucket = string
    member = string
  }))

  validation {
    condition     = alltrue([for user in var.users : contains(["photos", "exports", "frames", "backups"], user.bucket)])
    error_message = "A function asks for a bucket that does not exist: there are photos, exports, frames and backups."
  }
}
