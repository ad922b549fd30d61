variable "act_as" {
  description = "Ids of the accounts that functions and builds run as, by name."
  type        = map(string)
}

variable "api_url" {
  description = "Address that the smoke test calls."
  type        = string
}

variable "branch" {
  description = "Branch whose pushes are planned."
  type        = string
}

variable "environment" {
  description = "Environment that the triggers plan and apply: dev or prod."
  type        = string
}

variable "kms_key" {
  description = "Key that encrypts proposals; null leaves it to Google's own keys."
  type        = string
  default     = null
}

variable "prefix" {
  description = "Begins the names of roles."
  type        = string
}

variable "project_id" {
  description = "Project that plans and applies."
  type        = string
}

variable "region" {
  description = "Where builds run; the repository must be connected there."
  type        = string
}

variable "repository" {
  description = "Full name of the connected repository (gcloud builds repositories list); null makes no triggers."
  type        = string
  default     = null
}

variable "repository_type" {
  description = "Kind of that repository, as Cloud Build calls it: GITHUB, BITBUCKET_SERVER or UNKNOWN."
  type        = string
}

variable "sources_bucket" {
  description = "Bucket that the functions' archives are put into."
  type        = string
}

variable "state_bucket" {
  description = "Bucket with state and saved plans."
  type        = string
}
