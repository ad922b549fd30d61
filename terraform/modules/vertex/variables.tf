variable "endpoints" {
  description = "Endpoints for models of one's own, display name by name; one costs nothing until a model is deployed to it."
  type        = map(string)
  default     = {}
}

variable "kms_key" {
  description = "Key that encrypts what endpoints hold; null leaves it to Google's own keys."
  type        = string
  default     = null
}

variable "prefix" {
  description = "Begins the names of the role and the endpoints."
  type        = string
}

variable "project_id" {
  description = "Project whose functions ask models."
  type        = string
}

variable "region" {
  description = "Where endpoints lie; functions ask the models of this region."
  type        = string
}

variable "users" {
  description = "IAM members of the functions that ask models, by function name."
  type        = map(string)
}
