variable "kms_key" {
  description = "Key that encrypts secrets and reminders; null leaves it to Google's own keys."
  type        = string
  default     = null
}

variable "project_id" {
  description = "Project that holds the secrets."
  type        = string
}

variable "readers" {
  description = "Who may read which secret: keys are free, each value names a secret and an IAM member."
  type = map(object({
    secret = string
    member = string
  }))
}

variable "region" {
  description = "The one region in which values are kept."
  type        = string
}

variable "rotation_days" {
  description = "Days between two reminders to rotate."
  type        = number
  default     = 90

  validation {
    condition     = var.rotation_days >= 1 && var.rotation_days <= 90
    error_message = "Secrets are rotated at least every 90 days."
  }
}

variable "secret_agent" {
  description = "IAM member of Secret Manager's service agent, which sends the reminders."
  type        = string
}

variable "secrets" {
  description = "Names of the secrets, as the settings call them, such as SIGNING_SECRET."
  type        = set(string)
}
