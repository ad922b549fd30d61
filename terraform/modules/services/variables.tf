variable "project_id" {
  description = "Project whose services are switched on."
  type        = string
}
