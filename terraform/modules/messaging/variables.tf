variable "dead_letter_topic" {
  description = "Topic on which messages end that were delivered too often."
  type        = string
  default     = "dead-letters"
}

variable "enqueuers" {
  description = "Who fills which queue: keys are free, each value names a queue and an IAM member."
  type = map(object({
    queue  = string
    member = string
  }))
}

variable "kms_key" {
  description = "Key that encrypts messages; null leaves it to Google's own keys."
  type        = string
  default     = null
}

variable "listeners" {
  description = "Functions that are told of a topic: topic, URL and the seconds one delivery may take."
  type = map(object({
    topic     = string
    url       = string
    timeout_s = number
  }))
}

variable "prefix" {
  description = "Begins the name of every subscription."
  type        = string
}

variable "project_id" {
  description = "Project that holds topics and queues."
  type        = string
}

variable "publishers" {
  description = "Who publishes on which topic: keys are free, each value names a topic and an IAM member."
  type = map(object({
    topic  = string
    member = string
  }))
}

variable "pubsub_agent" {
  description = "IAM member of Pub/Sub's service agent, which moves dead letters."
  type        = string
}

variable "push_account" {
  description = "E-mail of the account in whose name messages are delivered."
  type        = string
}

variable "queues" {
  description = "Names of the task queues."
  type        = set(string)
}

variable "region" {
  description = "Where messages are kept and queues run."
  type        = string
}

variable "topics" {
  description = "Names of the topics."
  type        = set(string)
}
