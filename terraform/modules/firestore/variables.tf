variable "daily_backups_days" {
  description = "Days for which each daily backup is kept."
  type        = number
  default     = 7

  validation {
    condition     = var.daily_backups_days >= 1 && var.daily_backups_days <= 98
    error_message = "Firestore keeps backups for 14 weeks at most."
  }
}

variable "database" {
  description = "Name of the database. After a restore into a new one, its name here lets that one take over."
  type        = string
  default     = "(default)"
}

variable "deletion_protection" {
  description = "Whether the database refuses to be deleted."
  type        = bool
}

variable "expiring_collections" {
  description = "Collections with documents that expire (terraform/api/collections.json)."
  type        = set(string)
}

variable "expiry_field" {
  description = "Field that says when a document expires."
  type        = string
  default     = "_expiresAt"
}

# The shapes differ between ordered and vector fields, so the type is left open; the schema check sees each field.
variable "indexes" {
  description = "Composite indexes: collection and fields with path and order or vector dimension (shared/platform/indexes.json)."
  type        = any
}

variable "kms_key" {
  description = "Key that encrypts the database; null leaves it to Google's own keys. Cannot be changed later."
  type        = string
  default     = null
}

variable "project_id" {
  description = "Project that holds the database."
  type        = string
}

variable "region" {
  description = "Where the database lies. Cannot be changed later."
  type        = string
}

variable "rising_fields" {
  description = "Fields that rise with each write and are read within composite indexes alone."
  type        = set(string)
  default     = ["at", "createdAt"]
}

variable "unindexed_fields" {
  description = "Fields, with all that they hold, by which nothing is looked for."
  type        = set(object({ collection = string, path = string }))
  default = [
    { collection = "performance", path = "counts" },
    { collection = "performance", path = "parts" },
    { collection = "rollups", path = "counts" },
    { collection = "rollups", path = "halves" },
  ]
}

variable "weekly_backups_weeks" {
  description = "Weeks for which each weekly backup is kept."
  type        = number
  default     = 14

  validation {
    condition     = var.weekly_backups_weeks >= 1 && var.weekly_backups_weeks <= 14
    error_message = "Firestore keeps backups for 14 weeks at most."
  }
}
