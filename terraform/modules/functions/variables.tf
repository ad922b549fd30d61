variable "accounts" {
  description = "Account of each function, by name."
  type        = map(object({ email = string }))
}

variable "buckets" {
  description = "Bucket names by purpose."
  type        = map(string)
}

variable "build_account" {
  description = "Account that builds the functions."
  type = object({
    id     = string
    member = string
  })
}

variable "bundles_dir" {
  description = "Folder with one archive per function (make bundle)."
  type        = string
}

variable "callers" {
  description = "IAM member that may call functions of each kind: http, event, task."
  type = object({
    http  = string
    event = string
    task  = string
  })
}

variable "environment_variables" {
  description = "Settings that every function gets (docs/settings.md)."
  type        = map(string)
}

variable "functions" {
  description = "The table of functions (terraform/api/functions.json)."
  type = map(object({
    kind        = string
    buckets     = list(string)
    concurrency = number
    cpu         = string
    memoryMib   = number
    secrets     = list(string)
    timeoutS    = number
    warm        = bool
  }))

  validation {
    condition     = alltrue([for function in var.functions : contains(["http", "event", "task"], function.kind)])
    error_message = "A function is of kind http, event or task."
  }
}

variable "keep_warm" {
  description = "Whether functions that ask for it keep one instance ready."
  type        = bool
}

variable "kms_key" {
  description = "Key that encrypts functions and images; null leaves it to Google's own keys."
  type        = string
  default     = null
}

variable "labels" {
  description = "Labels of every function: a release finds what is its own by them."
  type        = map(string)
}

variable "max_instances" {
  description = "Instances of one function at most: what a flood can cost."
  type        = number
}

variable "prefix" {
  description = "Begins the name of every function."
  type        = string
}

variable "project_id" {
  description = "Project that holds the functions."
  type        = string
}

variable "region" {
  description = "Where the functions run."
  type        = string
}

variable "secret_ids" {
  description = "Secret ids by name."
  type        = map(string)
}

variable "sources_bucket" {
  description = "Bucket that the archives are put into."
  type        = string
}

variable "traffic_at_once" {
  description = "Whether a new revision gets all traffic with its deployment, or waits for a release to shift it."
  type        = bool
}
