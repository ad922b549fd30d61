# Three promises over 28 days. What Cloud Run itself counts stands behind the first two: an instance that never
# answered is in there too. The third counts our own faults (status 500) alone, from our log lines.
locals {
  burn_rates = yamldecode(file("${path.module}/data/burn_rates.yaml"))
  http_count = join(" AND ", [
    "metric.type=\"run.googleapis.com/request_count\"",
    "resource.type=\"cloud_run_revision\"",
    "resource.labels.service_name=monitoring.regex.full_match(\"${local.http_services}\")",
  ])
  answers = join(" AND ", [
    "metric.type=\"logging.googleapis.com/user/${google_logging_metric.line["answers"].name}\"",
    "resource.type=\"cloud_run_revision\"",
  ])

  slos = {
    availability = google_monitoring_slo.availability
    latency      = google_monitoring_slo.latency
    faults       = google_monitoring_slo.faults
  }
  burns = merge([
    for slo in keys(local.slos) : {
      for pace, burn in local.burn_rates : "${slo}-budget-burn-${pace}" => merge(burn, { slo = slo, pace = pace })
    }
  ]...)
}

resource "google_monitoring_custom_service" "api" {
  project      = var.project_id
  service_id   = "${var.prefix}-api"
  display_name = "AI Discovery ${var.environment}"
}

resource "google_monitoring_slo" "availability" {
  project             = var.project_id
  service             = google_monitoring_custom_service.api.service_id
  slo_id              = "availability"
  display_name        = "99.9 % of answers over 28 days do not fail"
  goal                = 0.999
  rolling_period_days = 28

  request_based_sli {
    good_total_ratio {
      total_service_filter = local.http_count
      bad_service_filter   = "${local.http_count} AND metric.labels.response_code_class=\"5xx\""
    }
  }
}

resource "google_monitoring_slo" "latency" {
  project             = var.project_id
  service             = google_monitoring_custom_service.api.service_id
  slo_id              = "latency"
  display_name        = "95 % of answers over 28 days take at most 2 s"
  goal                = 0.95
  rolling_period_days = 28

  request_based_sli {
    distribution_cut {
      distribution_filter = replace(local.http_count, "request_count", "request_latencies")
      range {
        max = 2000
      }
    }
  }
}

resource "google_monitoring_slo" "faults" {
  project             = var.project_id
  service             = google_monitoring_custom_service.api.service_id
  slo_id              = "faults"
  display_name        = "99.95 % of answers over 28 days meet no fault of our own"
  goal                = 0.9995
  rolling_period_days = 28

  request_based_sli {
    good_total_ratio {
      total_service_filter = local.answers
      bad_service_filter   = "${local.answers} AND metric.labels.status=\"500\""
    }
  }
  depends_on = [terraform_data.metrics_known]
}
