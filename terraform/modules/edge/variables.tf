variable "api_url" {
  description = "Address of the API, which the admin site's pages may call."
  type        = string

  validation {
    condition     = can(regex("^https://[^/;' ]+$", var.api_url))
    error_message = "The API's address is https:// and a host name, without a path."
  }
}

variable "denied_ip_ranges" {
  description = "Addresses that get no answer, such as 203.0.113.0/24; with denied_regions empty as well, there is no Cloud Armor policy."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for range in var.denied_ip_ranges : can(cidrhost(range, 0))])
    error_message = "Each is an address with its mask, such as 203.0.113.0/24."
  }
}

variable "denied_regions" {
  description = "Countries that get no answer, by their two capital letters (ISO 3166)."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for region in var.denied_regions : can(regex("^[A-Z]{2}$", region))])
    error_message = "A country is two capital letters, such as DE."
  }
}

variable "domain" {
  description = "Domain of yours: the sites are widget.DOMAIN and admin.DOMAIN."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "A domain is lower-case labels with dots between, such as eyewear.example."
  }
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
  description = "Begins the name of every resource."
  type        = string
}

variable "project_id" {
  description = "Project that the load balancer and the buckets lie in."
  type        = string
}

variable "project_number" {
  description = "Number of that project: in the name of the load balancer's agent, the one reader of the buckets."
  type        = string
}

variable "publisher" {
  description = "IAM member that puts new versions of the sites into the buckets."
  type        = string
}

variable "region" {
  description = "Where the buckets lie; what they hold is cached all over the world."
  type        = string
}
