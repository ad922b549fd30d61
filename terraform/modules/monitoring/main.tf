locals {
  http_services = join("|", sort([for function in values(var.functions) : function.service_name if function.kind == "http"]))
  log_metrics   = yamldecode(file("${path.module}/data/log_metrics.yaml"))

  tells_team_by_mail = try(var.channels["notify_team"].type == "email", false)

  channels = {
    for action in ["notify_team", "escalate", "page_oncall"] : action => concat(
      [for name, channel in var.channels : google_monitoring_notification_channel.action[name].name if name == action && channel.type != "existing"],
      [for name, channel in var.channels : channel.labels["name"] if name == action && channel.type == "existing"],
    )
  }
}

resource "google_monitoring_notification_channel" "action" {
  for_each = { for action, channel in var.channels : action => channel if channel.type != "existing" }

  project      = var.project_id
  display_name = "${var.prefix}: ${each.key}"
  type         = each.value.type
  labels       = each.value.labels
}

resource "google_logging_metric" "line" {
  for_each = local.log_metrics

  project         = var.project_id
  name            = "${var.prefix}-${each.key}"
  description     = each.value.description
  filter          = "resource.type=\"cloud_run_revision\" AND jsonPayload.message=\"${each.value.message}\""
  value_extractor = contains(keys(each.value), "value") ? "EXTRACT(jsonPayload.${each.value.value})" : null
  label_extractors = {
    for label in each.value.labels : label => "EXTRACT(jsonPayload.${label})"
  }

  metric_descriptor {
    metric_kind  = "DELTA"
    value_type   = contains(keys(each.value), "value") ? "DISTRIBUTION" : "INT64"
    unit         = contains(keys(each.value), "value") ? "ms" : "1"
    display_name = each.value.description

    dynamic "labels" {
      for_each = toset(each.value.labels)
      content {
        key        = labels.value
        value_type = "STRING"
      }
    }
  }

  # From 1 ms to 78 s, each bound 1.3 times the one before: a percentile is at most 30 % off.
  dynamic "bucket_options" {
    for_each = contains(keys(each.value), "value") ? [1] : []
    content {
      exponential_buckets {
        num_finite_buckets = 43
        growth_factor      = 1.3
        scale              = 1
      }
    }
  }
}

# Cloud Monitoring knows a new log metric only a while after it was made, and refuses policies on it until then.
resource "terraform_data" "metrics_known" {
  triggers_replace = sort([for metric in google_logging_metric.line : metric.name])

  provisioner "local-exec" {
    command = "sleep 90"
  }
}

resource "google_monitoring_uptime_check_config" "health" {
  project          = var.project_id
  display_name     = "${var.prefix}: /v1/health"
  period           = "60s"
  timeout          = "10s"
  selected_regions = ["EUROPE", "USA", "ASIA_PACIFIC"]

  http_check {
    path         = "/v1/health"
    port         = 443
    use_ssl      = true
    validate_ssl = true

    accepted_response_status_codes {
      status_value = 200
    }
  }

  content_matchers {
    content = "\"status\":\"ok\""
    matcher = "CONTAINS_STRING"
  }

  monitored_resource {
    type = "uptime_url"
    labels = {
      project_id = var.project_id
      host       = var.api_host
    }
  }
}

resource "google_monitoring_dashboard" "service" {
  project = var.project_id
  dashboard_json = templatefile("${path.module}/data/dashboard.json.tftpl", {
    environment   = var.environment
    http_services = local.http_services
    prefix        = var.prefix
    region        = var.region
  })
  depends_on = [terraform_data.metrics_known]
}

resource "google_billing_budget" "month" {
  count = var.billing_account == null ? 0 : 1

  billing_account = var.billing_account
  display_name    = "${var.prefix}: a month"

  budget_filter {
    projects = ["projects/${var.project_id}"]
  }

  amount {
    specified_amount {
      currency_code = var.budget_currency
      units         = tostring(var.monthly_budget)
    }
  }

  dynamic "threshold_rules" {
    for_each = [0.5, 0.9, 1.0]
    content {
      threshold_percent = threshold_rules.value
    }
  }

  # A budget tells e-mail channels alone; the billing account's administrators hear of it in any case.
  dynamic "all_updates_rule" {
    for_each = local.tells_team_by_mail ? [1] : []
    content {
      monitoring_notification_channels = local.channels["notify_team"]
    }
  }

  # Google answers with the project's number where it was given its id.
  lifecycle {
    ignore_changes = [budget_filter[0].projects]
  }
}
