mock_provider "google" {}

variables {
  api_url        = "https://api.eyewear.example"
  domain         = "eyewear.example"
  force_destroy  = false
  prefix         = "aid"
  project_id     = "some-project"
  project_number = "123456789012"
  publisher      = "serviceAccount:release-apply@some-project.iam.gserviceaccount.com"
  region         = "europe-west1"
}

run "only_the_load_balancer_reads_and_only_a_release_writes" {
  assert {
    condition     = alltrue([for bucket in google_storage_bucket.site : bucket.public_access_prevention == "enforced" && bucket.uniform_bucket_level_access])
    error_message = "A bucket can be made public, or has rights per object."
  }
  assert {
    condition = alltrue([
      for grant in google_storage_bucket_iam_member.reader :
      grant.role == "roles/storage.objectViewer" && grant.member == "serviceAccount:service-123456789012@https-lb.iam.gserviceaccount.com"
    ])
    error_message = "Another than the load balancer's agent reads the files."
  }
  assert {
    condition     = alltrue([for grant in google_storage_bucket_iam_member.publisher : grant.member == var.publisher])
    error_message = "Another than a release writes the files."
  }
  assert {
    condition     = alltrue([for bucket in google_storage_bucket.site : bucket.website[0].main_page_suffix == "index.html"])
    error_message = "The root of a site lists all its files."
  }
}

run "the_address_decides_how_long_a_file_is_kept" {
  assert {
    condition = { for name, backend in google_compute_backend_bucket.site : name => [backend.cdn_policy[0].default_ttl, backend.cdn_policy[0].client_ttl] } == {
      admin-changing  = [300, 300]
      admin-fixed     = [31536000, 31536000]
      widget-changing = [300, 300]
      widget-fixed    = [31536000, 31536000]
    }
    error_message = "Versioned files are kept for a year, all others five minutes."
  }
  assert {
    condition     = alltrue([for backend in google_compute_backend_bucket.site : backend.enable_cdn && backend.cdn_policy[0].cache_mode == "FORCE_CACHE_ALL"])
    error_message = "Files of a private bucket are kept in no other mode."
  }
  assert {
    condition = alltrue([
      for matcher in google_compute_url_map.sites.path_matcher :
      matcher.default_service == google_compute_backend_bucket.site["${matcher.name}-changing"].id &&
      matcher.route_rules[0].service == google_compute_backend_bucket.site["${matcher.name}-fixed"].id &&
      matcher.route_rules[0].match_rules[0].prefix_match == { admin = "/assets/", widget = "/v/" }[matcher.name]
    ])
    error_message = "A path leads to the wrong lifetime."
  }
}

run "each_host_has_its_site" {
  assert {
    condition     = { for rule in google_compute_url_map.sites.host_rule : one(rule.hosts) => rule.path_matcher } == { "admin.eyewear.example" = "admin", "widget.eyewear.example" = "widget" }
    error_message = "A host is served the wrong site."
  }
  assert {
    condition     = toset(google_compute_managed_ssl_certificate.this.managed[0].domains) == toset(["admin.eyewear.example", "widget.eyewear.example"])
    error_message = "The certificate is for other hosts."
  }
  assert {
    condition = [
      for matcher in google_compute_url_map.sites.path_matcher : matcher.route_rules[1].route_action[0].url_rewrite[0].path_template_rewrite
      if length(matcher.route_rules) > 1
    ] == ["/index.html"]
    error_message = "An address within the admin site is not found when it is opened afresh, or the widget has pages."
  }
}

run "nothing_is_served_in_plain_text" {
  assert {
    condition     = google_compute_ssl_policy.this.profile == "MODERN" && google_compute_ssl_policy.this.min_tls_version == "TLS_1_2"
    error_message = "Old ciphers or TLS below 1.2 are taken."
  }
  assert {
    condition     = google_compute_target_https_proxy.sites.ssl_policy == google_compute_ssl_policy.this.id
    error_message = "The policy of TLS is not in use."
  }
  assert {
    condition     = google_compute_target_http_proxy.to_https.url_map == google_compute_url_map.to_https.id && google_compute_url_map.to_https.default_url_redirect[0].https_redirect
    error_message = "Plain HTTP is not sent on to HTTPS."
  }
  assert {
    condition = alltrue([
      for version in ["IPV4", "IPV6"] :
      google_compute_global_forwarding_rule.https[version].target == google_compute_target_https_proxy.sites.id &&
      google_compute_global_forwarding_rule.http[version].target == google_compute_target_http_proxy.to_https.id
    ])
    error_message = "A port leads to the wrong proxy."
  }
}

run "a_site_says_how_it_may_be_used" {
  assert {
    condition     = alltrue([for backend in google_compute_backend_bucket.site : contains(backend.custom_response_headers, "X-Content-Type-Options: nosniff") && contains(backend.custom_response_headers, "Strict-Transport-Security: max-age=31536000")])
    error_message = "A site lacks a header that every site has."
  }
  assert {
    condition = alltrue([
      for kind in ["changing", "fixed"] : length(setintersection(
        google_compute_backend_bucket.site["widget-${kind}"].custom_response_headers,
        ["Access-Control-Allow-Origin: *", "Cross-Origin-Resource-Policy: cross-origin"]
      )) == 2
    ])
    error_message = "Shops cannot load the widget."
  }
  assert {
    condition = !anytrue(flatten([
      for kind in ["changing", "fixed"] : [
        for header in google_compute_backend_bucket.site["widget-${kind}"].custom_response_headers :
        startswith(header, "X-Frame-Options:") || strcontains(header, "frame-ancestors") || strcontains(header, "camera=")
      ]
    ]))
    error_message = "Shops cannot show the panel, or it has no camera there."
  }
  assert {
    condition = alltrue([
      for kind in ["changing", "fixed"] : anytrue([
        for header in google_compute_backend_bucket.site["admin-${kind}"].custom_response_headers :
        startswith(header, "Content-Security-Policy: default-src 'self'; connect-src 'self' https://api.eyewear.example;") && strcontains(header, "frame-ancestors 'none'")
      ]) && !contains(google_compute_backend_bucket.site["admin-${kind}"].custom_response_headers, "Access-Control-Allow-Origin: *")
    ])
    error_message = "The admin site may be framed, read by other sites, or talk to others than the API."
  }
}

run "nobody_is_denied_without_being_asked" {
  assert {
    condition     = length(google_compute_security_policy.edge) == 0 && alltrue([for backend in google_compute_backend_bucket.site : backend.edge_security_policy == null])
    error_message = "A policy costs money and is in the way of somebody."
  }
}

run "who_is_denied_is_denied_before_the_cache" {
  variables {
    denied_ip_ranges = ["203.0.113.0/24"]
    denied_regions   = ["AQ", "BV"]
  }

  assert {
    condition     = google_compute_security_policy.edge[0].type == "CLOUD_ARMOR_EDGE"
    error_message = "What is in the cache would be answered all the same."
  }
  assert {
    condition     = alltrue([for backend in google_compute_backend_bucket.site : backend.edge_security_policy == google_compute_security_policy.edge[0].id])
    error_message = "The policy stands before nothing."
  }
  assert {
    condition = { for rule in google_compute_security_policy.edge[0].rule : rule.priority => rule.action } == {
      1000       = "deny(403)"
      2000       = "deny(403)"
      2147483647 = "allow"
    }
    error_message = "Others than those named are denied."
  }
}

run "an_address_with_a_path_is_no_api" {
  command = plan

  variables {
    api_url = "https://api.eyewear.example/v1"
  }

  expect_failures = [var.api_url]
}

run "a_url_is_no_domain" {
  command = plan

  variables {
    domain = "https://eyewear.example"
  }

  expect_failures = [var.domain]
}

run "a_country_is_two_letters" {
  command = plan

  variables {
    denied_regions = ["Antarctica"]
  }

  expect_failures = [var.denied_regions]
}
