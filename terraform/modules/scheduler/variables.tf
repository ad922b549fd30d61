variable "jobs" {
  description = "Jobs by function: cron in UTC and the full name of the topic to publish on."
  type = map(object({
    schedule = string
    topic_id = string
  }))
}

variable "prefix" {
  description = "Begins the name of every job."
  type        = string
}

variable "project_id" {
  description = "Project that holds the jobs."
  type        = string
}

variable "region" {
  description = "Where the jobs run."
  type        = string
}
