variable "api_host" {
  description = "Host name that shoppers' pages call, without a scheme: the uptime check asks it for /v1/health."
  type        = string
}

variable "billing_account" {
  description = "Billing account that the budget watches, as 012345-6789AB-CDEF01; null for no budget."
  type        = string
  default     = null
}

variable "budget_currency" {
  description = "Currency of the billing account, as ISO 4217 names it."
  type        = string
  default     = "EUR"

  validation {
    condition     = can(regex("^[A-Z]{3}$", var.budget_currency))
    error_message = "Give the currency's three letters, such as EUR."
  }
}

variable "channels" {
  description = <<-EOT
    Who is told, by action: `notify_team`, `escalate`, `page_oncall`. Each has a `type` of Cloud Monitoring and its
    `labels` (`email` takes `email_address`, `pubsub` takes `topic`, `sms` takes `number`). What needs a secret
    (PagerDuty, Slack, a signed webhook) is made once in the console and named: type `existing`, label `name`.
    An action without a channel still opens its incident; nobody is told of it.
  EOT
  type = map(object({
    type   = string
    labels = map(string)
  }))
  default = {}

  validation {
    condition     = length(setsubtract(keys(var.channels), ["notify_team", "escalate", "page_oncall"])) == 0
    error_message = "The actions are notify_team, escalate and page_oncall."
  }
  validation {
    condition     = alltrue([for channel in values(var.channels) : contains(["email", "existing", "pubsub", "sms"], channel.type)])
    error_message = "A channel's type is email, pubsub, sms or existing; labels are stored as plain text, so a type that needs a secret is made in the console."
  }
}

variable "dead_letter_subscriptions" {
  description = "Subscriptions of the dead-letter topics: a name of ours to the subscription's short id."
  type        = map(string)
  default     = {}
}

variable "environment" {
  description = "Environment, such as dev or prod: part of what a person reads in an alert."
  type        = string
}

variable "functions" {
  description = "Each function's name to its Cloud Run service and its kind: http, event or task."
  type = map(object({
    service_name = string
    kind         = string
  }))

  validation {
    condition     = alltrue([for function in values(var.functions) : contains(["http", "event", "task"], function.kind)])
    error_message = "A function's kind is http, event or task."
  }
}

variable "monthly_budget" {
  description = "Whole units of the currency a month may cost, told of at 50, 90 and 100 %."
  type        = number
  default     = 100

  validation {
    condition     = var.monthly_budget >= 1 && floor(var.monthly_budget) == var.monthly_budget
    error_message = "Give whole units of the currency, at least 1."
  }
}

variable "prefix" {
  description = "What all names begin with."
  type        = string
}

variable "project_id" {
  description = "Google Cloud project."
  type        = string
}

variable "queues" {
  description = "Cloud Tasks queues: a name of ours to the queue's short id."
  type        = map(string)
  default     = {}
}

variable "region" {
  description = "Region that the functions run in."
  type        = string
}

variable "runbook_base_url" {
  description = "Where docs/runbooks of this version can be read, without a trailing slash."
  type        = string
}
