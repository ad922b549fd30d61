# Production: warm, protected, and released step by step.
environment = "prod"

profile = {
  daily_backups_days   = 7
  deletion_protection  = true
  keep_warm            = true
  log_level            = "INFO"
  max_instances        = 100
  trace_share          = 0.05
  traffic_at_once      = false
  weekly_backups_weeks = 14
}
