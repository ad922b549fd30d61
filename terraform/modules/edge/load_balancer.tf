# From an address to a bucket: IPv4 and IPv6, TLS 1.2 or newer, plain HTTP only to be sent on.

resource "google_compute_global_address" "this" {
  for_each   = toset(["IPV4", "IPV6"])
  project    = var.project_id
  name       = "${var.prefix}-edge-${lower(each.key)}"
  ip_version = each.key

  depends_on = [google_project_service.compute]
}

# A certificate cannot be changed: other hosts are another one, made before the old one goes.
resource "google_compute_managed_ssl_certificate" "this" {
  project = var.project_id
  name    = "${var.prefix}-edge-${substr(sha256(join(",", values(local.hosts))), 0, 8)}"

  managed {
    domains = values(local.hosts)
  }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [google_project_service.compute]
}

resource "google_compute_ssl_policy" "this" {
  project         = var.project_id
  name            = "${var.prefix}-edge"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"

  depends_on = [google_project_service.compute]
}

resource "google_compute_url_map" "sites" {
  project         = var.project_id
  name            = "${var.prefix}-edge"
  default_service = google_compute_backend_bucket.site["widget-changing"].id

  dynamic "host_rule" {
    for_each = local.hosts
    content {
      hosts        = [host_rule.value]
      path_matcher = host_rule.key
    }
  }

  dynamic "path_matcher" {
    for_each = local.sites
    content {
      name            = path_matcher.key
      default_service = google_compute_backend_bucket.site["${path_matcher.key}-changing"].id

      route_rules {
        priority = 1
        service  = google_compute_backend_bucket.site["${path_matcher.key}-fixed"].id
        match_rules {
          prefix_match = path_matcher.value.fixed
        }
      }

      dynamic "route_rules" {
        for_each = path_matcher.value.page == null ? [] : [path_matcher.value.page]
        content {
          priority = 2
          service  = google_compute_backend_bucket.site["${path_matcher.key}-changing"].id
          match_rules {
            path_template_match = "/{path=**}"
          }
          route_action {
            url_rewrite {
              path_template_rewrite = route_rules.value
            }
          }
        }
      }
    }
  }
}

resource "google_compute_url_map" "to_https" {
  project = var.project_id
  name    = "${var.prefix}-edge-to-https"

  default_url_redirect {
    https_redirect         = true
    redirect_response_code = "MOVED_PERMANENTLY_DEFAULT"
    strip_query            = false
  }

  depends_on = [google_project_service.compute]
}

resource "google_compute_target_https_proxy" "sites" {
  project          = var.project_id
  name             = "${var.prefix}-edge"
  url_map          = google_compute_url_map.sites.id
  ssl_certificates = [google_compute_managed_ssl_certificate.this.id]
  ssl_policy       = google_compute_ssl_policy.this.id
  quic_override    = "ENABLE"
}

resource "google_compute_target_http_proxy" "to_https" {
  project = var.project_id
  name    = "${var.prefix}-edge-to-https"
  url_map = google_compute_url_map.to_https.id
}

resource "google_compute_global_forwarding_rule" "https" {
  for_each              = google_compute_global_address.this
  project               = var.project_id
  name                  = "${var.prefix}-edge-https-${lower(each.key)}"
  ip_address            = each.value.id
  port_range            = "443"
  target                = google_compute_target_https_proxy.sites.id
  load_balancing_scheme = "EXTERNAL_MANAGED"
}

resource "google_compute_global_forwarding_rule" "http" {
  for_each              = google_compute_global_address.this
  project               = var.project_id
  name                  = "${var.prefix}-edge-http-${lower(each.key)}"
  ip_address            = each.value.id
  port_range            = "80"
  target                = google_compute_target_http_proxy.to_https.id
  load_balancing_scheme = "EXTERNAL_MANAGED"
}
