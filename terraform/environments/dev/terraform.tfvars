# Development: costs nothing while nobody calls, and can be thrown away.
environment = "dev"

profile = {
  daily_backups_days   = 7
  deletion_protection  = false
  keep_warm            = false
  log_level            = "DEBUG"
  max_instances        = 5
  trace_share          = 1
  traffic_at_once      = true
  weekly_backups_weeks = 1
}
