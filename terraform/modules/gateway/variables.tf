variable "account" {
  description = "E-mail of the account in whose name the gateway calls the functions."
  type        = string
}

variable "addresses" {
  description = "URL of each function, by name."
  type        = map(string)
}

variable "contract_file" {
  description = "The OpenAPI file (terraform/api/openapi.yaml)."
  type        = string
}

variable "prefix" {
  description = "Begins the names of API, config and gateway."
  type        = string
}

variable "project_id" {
  description = "Project that holds the gateway."
  type        = string
}

variable "region" {
  description = "Where the gateway runs: one of API Gateway's regions."
  type        = string
}
