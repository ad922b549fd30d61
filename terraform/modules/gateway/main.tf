# The one public door. Its contract is the committed OpenAPI file; added here is only where each function answers.

locals {
  contract   = yamldecode(file(var.contract_file))
  management = local.contract["x-google-api-management"]
  schemes    = try(local.contract.components.securitySchemes, {})

  # Our X-API-Key names a shop and is checked by the functions. To the gateway, an apiKey scheme is a Google API key of
  # this project: it would refuse every shop. A call that may be made with such a key passes to its function unchecked.
  key_schemes = [for name, scheme in local.schemes : name if try(scheme.type, "") == "apiKey"]

  paths = {
    for path, operations in local.contract.paths : path => {
      for method, operation in operations : method => try(merge(operation, {
        security = [
          for requirement in operation.security : requirement
          if !anytrue([for alternative in operation.security : length(setintersection(keys(alternative), local.key_schemes)) > 0])
        ]
      }), operation)
    }
  }

  backends = {
    for name, backend in local.management.backends : name => merge(backend, {
      address     = var.addresses[name]
      jwtAudience = var.addresses[name]
    })
  }

  document = merge(local.contract, {
    paths                     = local.paths
    "x-google-api-management" = merge(local.management, { backends = local.backends })
    components = merge(try(local.contract.components, {}), {
      securitySchemes = { for name, scheme in local.schemes : name => scheme if !contains(local.key_schemes, name) }
    })
  })
  contents = jsonencode(local.document)
}

resource "google_api_gateway_api" "this" {
  provider     = google-beta
  project      = var.project_id
  api_id       = "${var.prefix}-api"
  display_name = local.contract.info.title
}

# A config cannot be changed, only replaced: a new contract is a new name, made before the old one goes.
resource "google_api_gateway_api_config" "this" {
  provider      = google-beta
  project       = var.project_id
  api           = google_api_gateway_api.this.api_id
  api_config_id = "${var.prefix}-${substr(sha256(local.contents), 0, 12)}"

  openapi_documents {
    document {
      path     = "openapi.json"
      contents = base64encode(local.contents)
    }
  }

  gateway_config {
    backend_config {
      google_service_account = var.account
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "google_api_gateway_gateway" "this" {
  provider   = google-beta
  project    = var.project_id
  region     = var.region
  gateway_id = "${var.prefix}-gateway"
  api_config = google_api_gateway_api_config.this.id
}
