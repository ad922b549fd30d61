# Plans against the provider's schema: nothing is made.
variables {
  project_id  = "eyewear"
  region      = "europe-west1"
  environment = "prod"
  prefix      = "aid-prod"
  functions = {
    chat          = { service_name = "aid-prod-chat", kind = "http" }
    session       = { service_name = "aid-prod-session", kind = "http" }
    quality_score = { service_name = "aid-prod-quality-score", kind = "event" }
  }
  api_host                  = "api.example.com"
  dead_letter_subscriptions = { messages = "aid-prod-dead-letters-kept" }
  queues                    = { exports = "aid-prod-exports" }
  channels = {
    notify_team = { type = "email", labels = { email_address = "team@example.com" } }
    escalate    = { type = "email", labels = { email_address = "lead@example.com" } }
    page_oncall = { type = "existing", labels = { name = "projects/eyewear/notificationChannels/1" } }
  }
  billing_account  = "012345-6789AB-CDEF01"
  monthly_budget   = 200
  runbook_base_url = "https://example.com/docs/runbooks"
}

run "promises" {
  command = plan

  assert {
    condition     = google_monitoring_slo.availability.goal == 0.999 && google_monitoring_slo.availability.rolling_period_days == 28
    error_message = "Availability is 99.9 % over 28 days."
  }
  assert {
    condition     = google_monitoring_slo.latency.request_based_sli[0].distribution_cut[0].range[0].max == 2000
    error_message = "An answer in time takes at most 2000 ms."
  }
  assert {
    condition     = strcontains(google_monitoring_slo.availability.request_based_sli[0].good_total_ratio[0].total_service_filter, "full_match(\"aid-prod-chat|aid-prod-session\")")
    error_message = "The objectives count the HTTP functions, and no other."
  }
}

run "alerts" {
  command = plan

  assert {
    condition     = length(google_monitoring_alert_policy.burn) == 9 && alltrue([for policy in google_monitoring_alert_policy.burn : policy.combiner == "AND" && length(policy.conditions) == 2])
    error_message = "Three objectives at three paces, each by two windows together."
  }
  assert {
    condition     = [for condition in google_monitoring_alert_policy.burn["availability-budget-burn-fast"].conditions : condition.condition_threshold[0].threshold_value] == [14.4, 14.4]
    error_message = "The fast pace is 14.4."
  }
  assert {
    condition     = strcontains(google_monitoring_alert_policy.threshold["error-rate-high"].documentation[0].content, "https://example.com/docs/runbooks/error-rate-high.md")
    error_message = "A policy links its runbook."
  }
  assert {
    condition     = strcontains(google_monitoring_alert_policy.threshold["deliveries-late"].conditions[0].condition_threshold[0].filter, "full_match(\"aid-prod-quality-score\")")
    error_message = "Deliveries are late to functions alone: what waits for a person to look at it is not."
  }
  assert {
    condition     = google_monitoring_alert_policy.threshold["availability-low"].notification_channels == tolist(["projects/eyewear/notificationChannels/1"])
    error_message = "Paging goes to the on-call engineer's channel."
  }
  assert {
    condition = alltrue(flatten([
      for policy in google_monitoring_alert_policy.threshold : [
        for condition in policy.conditions : !can(regex("HTTP_SERVICES|DEAD_LETTERS|QUEUES|PREFIX|API_HOST", condition.condition_threshold[0].filter))
      ]
    ]))
    error_message = "No placeholder stays in a filter."
  }
}

run "logs_and_budget" {
  command = plan

  assert {
    condition     = google_logging_metric.line["answer_ms"].metric_descriptor[0].value_type == "DISTRIBUTION" && google_logging_metric.line["answer_ms"].value_extractor == "EXTRACT(jsonPayload.durationMs)"
    error_message = "Durations are a distribution."
  }
  assert {
    condition     = jsondecode(google_monitoring_dashboard.service.dashboard_json).displayName == "AI Discovery prod (europe-west1)"
    error_message = "The dashboard is JSON with the environment's name."
  }
  assert {
    condition     = [for rule in google_billing_budget.month[0].threshold_rules : rule.threshold_percent] == [0.5, 0.9, 1]
    error_message = "The budget is told of at 50, 90 and 100 %."
  }
}

run "the_least" {
  command = plan

  variables {
    billing_account           = null
    channels                  = {}
    dead_letter_subscriptions = {}
    queues                    = {}
  }

  assert {
    condition     = length(google_billing_budget.month) == 0 && length(google_monitoring_notification_channel.action) == 0
    error_message = "Without an account no budget, without channels none."
  }
  assert {
    condition     = !contains(keys(google_monitoring_alert_policy.threshold), "tasks-waiting") && length(google_monitoring_alert_policy.threshold["dead-letters"].conditions) == 2
    error_message = "What is not there is not watched."
  }
}

run "secrets_are_refused" {
  command = plan

  variables {
    channels = { page_oncall = { type = "pagerduty", labels = { service_key = "never-here" } } }
  }
  expect_failures = [var.channels]
}

run "unknown_actions_are_refused" {
  command = plan

  variables {
    channels = { everybody = { type = "email", labels = { email_address = "all@example.com" } } }
  }
  expect_failures = [var.channels]
}
