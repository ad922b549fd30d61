variable "api_host" {
  description = "Host name that shops call, when it is not the gateway's own, such as that of a load balancer."
  type        = string
  default     = null
}

variable "billing_account" {
  description = "Billing account whose budget is watched; null makes no budget."
  type        = string
  default     = null
}

variable "branch" {
  description = "Branch whose pushes are planned."
  type        = string
  default     = "main"
}

variable "budget_currency" {
  description = "Currency of the budget, as the billing account has it."
  type        = string
  default     = "EUR"
}

variable "channels" {
  description = "Whom alerts reach, by action (notify_team, escalate, page_oncall): type and labels of a notification channel."
  type = map(object({
    type   = string
    labels = map(string)
  }))
  default = {}

  validation {
    condition     = alltrue([for action in keys(var.channels) : contains(["notify_team", "escalate", "page_oncall"], action)])
    error_message = "The actions are notify_team, escalate and page_oncall."
  }
}

variable "denied_ip_ranges" {
  description = "Addresses that widget and admin site do not answer; an entry brings a Cloud Armor policy, which is charged."
  type        = list(string)
  default     = []
}

variable "denied_regions" {
  description = "Countries, by two capital letters, that widget and admin site do not answer; charged in the same way."
  type        = list(string)
  default     = []
}

variable "domain" {
  description = "Domain of yours for widget.DOMAIN and admin.DOMAIN; null makes no load balancer."
  type        = string
  default     = null
}

variable "environment" {
  description = "Which environment this is: dev or prod. Each has a project of its own."
  type        = string

  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "The environments are dev and prod."
  }
}

variable "firestore_database" {
  description = "Name of the database. After a restore into a new one, its name here lets that one take over."
  type        = string
  default     = "(default)"
}

variable "kms_key" {
  description = "Full name of a key of your own that encrypts documents, files, messages, secrets, functions and images; null leaves it to Google's."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key == null || can(regex("^projects/.+/locations/.+/keyRings/.+/cryptoKeys/[^/]+$", var.kms_key))
    error_message = "A key is named like projects/p/locations/l/keyRings/r/cryptoKeys/k."
  }
}

variable "model_endpoints" {
  description = "Vertex AI endpoints for models of your own, display name by name."
  type        = map(string)
  default     = {}
}

variable "model_settings" {
  description = "Settings of the functions that ask models, by name: VERTEX_MODEL, VERTEX_EMBEDDINGS, VERTEX_LOCATION, VERTEX_DAILY_BUDGET, VERTEX_TIMEOUT_S."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.model_settings) : can(regex("^VERTEX_(MODEL|EMBEDDINGS|LOCATION|DAILY_BUDGET|TIMEOUT_S)$", name))])
    error_message = "A setting of models is one of those in docs/settings.md that begin with VERTEX_."
  }
}

variable "model_users" {
  description = "Functions that may ask Google's language and embedding models; with none and no endpoint, Vertex AI stays off."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.model_users : can(regex("^[a-z][a-z_]*$", name))])
    error_message = "A function is named as in terraform/api/functions.json, such as chat."
  }
}

variable "monthly_budget" {
  description = "Budget of a month, in whole units of the currency."
  type        = number
  default     = 100
}

variable "prefix" {
  description = "Begins the names of functions, accounts and buckets."
  type        = string
  default     = "aid"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,8}[a-z0-9]$", var.prefix))
    error_message = "A prefix has 2 to 10 lower-case letters, digits and hyphens, begins with a letter and ends with none of the hyphens."
  }
}

variable "profile" {
  description = "What tells environments apart: protection, how long backups are kept, warm instances, their limit, how traffic moves, what is logged and traced."
  type = object({
    daily_backups_days   = number
    deletion_protection  = bool
    keep_warm            = bool
    log_level            = string
    max_instances        = number
    trace_share          = number
    traffic_at_once      = bool
    weekly_backups_weeks = number
  })

  validation {
    condition     = contains(["DEBUG", "INFO", "WARNING", "ERROR"], var.profile.log_level)
    error_message = "The log levels are DEBUG, INFO, WARNING and ERROR."
  }
  validation {
    condition     = var.profile.trace_share >= 0 && var.profile.trace_share <= 1
    error_message = "The share of traces is a number from 0 to 1."
  }
  validation {
    condition     = var.profile.max_instances >= 1 && var.profile.max_instances <= 1000
    error_message = "A function has 1 to 1000 instances at most."
  }
}

variable "project_id" {
  description = "Project that everything lies in."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "A project id has 6 to 30 lower-case letters, digits and hyphens."
  }
}

variable "project_number" {
  description = "Number of that project (gcloud projects describe ID): part of the functions' addresses."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{6,}$", var.project_number))
    error_message = "A project's number has digits only; its id is another setting."
  }
}

variable "region" {
  description = "Where everything lies. Must be one that API Gateway serves (gcloud api-gateway gateways create --help). Cannot be changed later."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]{1,2}$", var.region))
    error_message = "A region is named like europe-west1."
  }
}

variable "repository" {
  description = "Full name of the repository connected to Cloud Build; null makes no triggers."
  type        = string
  default     = null
}

variable "repository_type" {
  description = "Kind of that repository, as Cloud Build calls it: GITHUB, BITBUCKET_SERVER or UNKNOWN."
  type        = string
  default     = "GITHUB"

  validation {
    condition     = contains(["GITHUB", "BITBUCKET_SERVER", "UNKNOWN"], var.repository_type)
    error_message = "A repository is of type GITHUB, BITBUCKET_SERVER or UNKNOWN."
  }
}

variable "runbook_base_url" {
  description = "Where the runbooks (docs/runbooks) are read; alerts link there."
  type        = string

  validation {
    condition     = startswith(var.runbook_base_url, "https://")
    error_message = "The runbooks' address begins with https://."
  }
}

variable "state_bucket" {
  description = "Bucket with Terraform's state and saved plans, made before the first apply."
  type        = string
}

variable "upload_origins" {
  description = "Sites whose pages may upload photos to a signed address."
  type        = list(string)
  default     = ["*"]
}
