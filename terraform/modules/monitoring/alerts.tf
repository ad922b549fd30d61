locals {
  declared     = yamldecode(file("${path.module}/data/policies.yaml"))
  dead_letters = join("|", sort(values(var.dead_letter_subscriptions)))
  queues       = join("|", sort(values(var.queues)))

  # A push subscription is named as its function. The one that keeps dead letters waits for a person and is not late.
  listeners = join("|", sort([for function in values(var.functions) : function.service_name if function.kind == "event"]))

  there = {
    dead_letters = length(var.dead_letter_subscriptions) > 0
    listeners    = anytrue([for function in values(var.functions) : function.kind == "event"])
    queues       = length(var.queues) > 0
  }

  # What watches something that is not there is left out: an empty expression would watch everything.
  policies = {
    for name, policy in local.declared : name => merge(policy, {
      conditions = [
        for condition in policy.conditions : merge(condition, {
          for key in ["filter", "of"] : key => replace(replace(replace(replace(replace(replace(
            condition[key],
            "HTTP_SERVICES", local.http_services),
            "LISTENERS", local.listeners),
            "DEAD_LETTERS", local.dead_letters),
            "QUEUES", local.queues),
            "PREFIX", var.prefix),
          "API_HOST", var.api_host) if contains(keys(condition), key)
        }) if lookup(local.there, lookup(condition, "needs", "-"), true)
      ]
    }) if lookup(local.there, lookup(policy, "needs", "-"), true)
  }
}

resource "google_monitoring_alert_policy" "threshold" {
  for_each = local.policies

  project               = var.project_id
  display_name          = "${var.prefix}: ${each.value.title}"
  combiner              = lookup(each.value, "combiner", "OR")
  severity              = each.value.severity
  notification_channels = local.channels[each.value.action]
  user_labels           = { action = each.value.action, alert = each.key, environment = var.environment }

  dynamic "conditions" {
    for_each = each.value.conditions
    iterator = condition
    content {
      display_name = condition.value.title

      condition_threshold {
        filter             = condition.value.filter
        denominator_filter = lookup(condition.value, "of", null)
        comparison         = "COMPARISON_GT"
        threshold_value    = condition.value.above
        duration           = condition.value.for

        aggregations {
          alignment_period     = lookup(condition.value, "period", "60s")
          per_series_aligner   = condition.value.aligner
          cross_series_reducer = condition.value.reducer
          group_by_fields      = lookup(condition.value, "group_by", [])
        }

        dynamic "denominator_aggregations" {
          for_each = contains(keys(condition.value), "of") ? [1] : []
          content {
            alignment_period     = lookup(condition.value, "period", "60s")
            per_series_aligner   = condition.value.aligner
            cross_series_reducer = condition.value.reducer
          }
        }
      }
    }
  }

  documentation {
    mime_type = "text/markdown"
    subject   = "${var.environment}: ${each.value.title}"
    content   = "${each.value.title} (${var.environment}, ${var.project_id}).\n\nRunbook: ${var.runbook_base_url}/${each.key}.md"
  }

  alert_strategy {
    auto_close = "86400s"
  }
  depends_on = [terraform_data.metrics_known]
}

resource "google_monitoring_alert_policy" "burn" {
  for_each = local.burns

  project               = var.project_id
  display_name          = "${var.prefix}: ${each.value.slo} budget goes ${each.value.rate} times too fast"
  combiner              = "AND"
  severity              = each.value.severity
  notification_channels = local.channels[each.value.action]
  user_labels           = { action = each.value.action, alert = each.key, environment = var.environment }

  dynamic "conditions" {
    for_each = [each.value.long, each.value.short]
    iterator = window
    content {
      display_name = "Over ${window.value}"

      condition_threshold {
        filter          = "select_slo_burn_rate(\"${local.slos[each.value.slo].name}\", \"${window.value}\")"
        comparison      = "COMPARISON_GT"
        threshold_value = each.value.rate
        duration        = "0s"
      }
    }
  }

  documentation {
    mime_type = "text/markdown"
    subject   = "${var.environment}: ${each.value.slo} budget, ${each.value.pace} burn"
    content   = "${local.slos[each.value.slo].display_name}: that budget goes ${each.value.rate} times as fast as it may (${var.environment}, ${var.project_id}).\n\nRunbook: ${var.runbook_base_url}/${each.value.slo}-budget-burn.md"
  }

  alert_strategy {
    auto_close = "86400s"
  }
}
