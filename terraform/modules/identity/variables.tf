variable "functions" {
  description = "Functions by name, with the buckets, queues and backups each one uses (terraform/api/functions.json)."
  type = map(object({
    buckets      = list(string)
    enqueues     = list(string)
    readsBackups = bool
  }))
}

variable "prefix" {
  description = "Begins the name of every account."
  type        = string
}

variable "project_id" {
  description = "Project that holds the accounts."
  type        = string
}

variable "project_number" {
  description = "Number of the project: in the name of the bucket that Cloud Functions builds from."
  type        = string
}
