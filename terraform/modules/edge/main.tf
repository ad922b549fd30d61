# Widget and admin site: two private buckets, served to everybody by the load balancer and its cache alone.
#
# The API is not behind this load balancer: API Gateway as a backend (serverless NEG) is in preview.
# https://cloud.google.com/api-gateway/docs/gateway-load-balancing

locals {
  # fixed: files below it never change, since their name holds their version; all others may.
  # page: the file that answers every other path, where addresses are made up by the page itself.
  sites = {
    widget = {
      fixed = "/v/"
      page  = null
      headers = [
        # A shop's page loads it from its own site, as a module and with fonts.
        "Access-Control-Allow-Origin: *",
        "Cross-Origin-Resource-Policy: cross-origin",
      ]
    }
    admin = {
      fixed = "/assets/"
      page  = "/index.html"
      headers = [
        "Content-Security-Policy: default-src 'self'; connect-src 'self' ${var.api_url}; img-src 'self' https: data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        "Cross-Origin-Opener-Policy: same-origin",
        "Cross-Origin-Resource-Policy: same-origin",
        "X-Frame-Options: DENY",
      ]
    }
  }
  headers = [
    "Permissions-Policy: geolocation=(), microphone=(), payment=()",
    "Referrer-Policy: strict-origin-when-cross-origin",
    "Strict-Transport-Security: max-age=31536000",
    "X-Content-Type-Options: nosniff",
  ]
  hosts = { for site in keys(local.sites) : site => "${site}.${var.domain}" }

  # How long browsers and the cache keep a file. A day after that, a stale one is still better than none.
  lifetimes_s = { fixed = 31536000, changing = 300 }
  stale_s     = 86400
  backends = merge([for site in keys(local.sites) : {
    for kind, seconds in local.lifetimes_s : "${site}-${kind}" => { site = site, seconds = seconds }
  }]...)

  # The load balancer's own agent, there once the project has its first backend bucket. It reads, and nobody else.
  # https://cloud.google.com/cdn/docs/configure-private-bucket-access
  reader = "serviceAccount:service-${var.project_number}@https-lb.iam.gserviceaccount.com"
}

resource "google_project_service" "compute" {
  project            = var.project_id
  service            = "compute.googleapis.com"
  disable_on_destroy = false
}

resource "google_storage_bucket" "site" {
  for_each = local.sites
  project  = var.project_id
  name     = "${var.project_id}-${var.prefix}-${each.key}"
  location = var.region

  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = var.force_destroy

  versioning {
    enabled = true
  }

  # Without a main page the root would answer with a list of all files.
  website {
    main_page_suffix = "index.html"
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      num_newer_versions = 3
      with_state         = "ARCHIVED"
    }
  }

  dynamic "encryption" {
    for_each = var.kms_key == null ? [] : [var.kms_key]
    content {
      default_kms_key_name = encryption.value
    }
  }
}

# One for each lifetime: it is decided by the address, so that no upload can forget to say it.
resource "google_compute_backend_bucket" "site" {
  for_each             = local.backends
  project              = var.project_id
  name                 = "${var.prefix}-${each.key}"
  bucket_name          = google_storage_bucket.site[each.value.site].name
  enable_cdn           = true
  compression_mode     = "AUTOMATIC"
  edge_security_policy = one(google_compute_security_policy.edge[*].id)

  custom_response_headers = sort(concat(local.headers, local.sites[each.value.site].headers))

  cdn_policy {
    # Cloud Storage marks what lies in a private bucket as private; every other mode would not keep it.
    cache_mode        = "FORCE_CACHE_ALL"
    default_ttl       = each.value.seconds
    client_ttl        = each.value.seconds
    serve_while_stale = local.stale_s
    negative_caching  = true

    negative_caching_policy {
      code = 404
      ttl  = 60
    }
  }

  depends_on = [google_project_service.compute]
}

resource "google_storage_bucket_iam_member" "reader" {
  for_each = local.sites
  bucket   = google_storage_bucket.site[each.key].name
  role     = "roles/storage.objectViewer"
  member   = local.reader

  depends_on = [google_compute_backend_bucket.site]
}

resource "google_storage_bucket_iam_member" "publisher" {
  for_each = local.sites
  bucket   = google_storage_bucket.site[each.key].name
  role     = "roles/storage.objectUser"
  member   = var.publisher
}

# Before the cache, so it sees every request. Such a policy can allow and deny; it cannot count requests.
resource "google_compute_security_policy" "edge" {
  count       = length(var.denied_ip_ranges) + length(var.denied_regions) > 0 ? 1 : 0
  project     = var.project_id
  name        = "${var.prefix}-edge"
  description = "Who may not fetch widget and admin site"
  type        = "CLOUD_ARMOR_EDGE"

  dynamic "rule" {
    for_each = chunklist(var.denied_ip_ranges, 10)
    content {
      action      = "deny(403)"
      priority    = 1000 + rule.key
      description = "Denied addresses, part ${rule.key + 1}"
      match {
        versioned_expr = "SRC_IPS_V1"
        config {
          src_ip_ranges = rule.value
        }
      }
    }
  }

  dynamic "rule" {
    for_each = chunklist(var.denied_regions, 5)
    content {
      action      = "deny(403)"
      priority    = 2000 + rule.key
      description = "Denied countries, part ${rule.key + 1}"
      match {
        expr {
          expression = join(" || ", [for region in rule.value : "origin.region_code == '${region}'"])
        }
      }
    }
  }

  rule {
    action      = "allow"
    priority    = 2147483647
    description = "All others"
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
  }

  depends_on = [google_project_service.compute]
}
