variables {
  account       = "gateway@some-project.iam.gserviceaccount.com"
  addresses     = { chat = "https://chat.example", admin = "https://admin.example" }
  contract_file = "tests/contract.yaml"
  prefix        = "aid"
  project_id    = "some-project"
  region        = "europe-west1"
}

run "calls_are_sent_to_their_functions" {
  command = plan

  assert {
    condition     = output.backends == { chat = "https://chat.example", admin = "https://admin.example" }
    error_message = "A backend has another address than its function."
  }
  assert {
    condition     = local.document["x-google-api-management"].backends.chat == { deadline = 60, address = "https://chat.example", jwtAudience = "https://chat.example" }
    error_message = "A backend lost what the contract says of it, or its token is meant for another."
  }
}

run "a_key_of_ours_passes_unchecked" {
  command = plan

  assert {
    condition     = keys(local.document.components.securitySchemes) == ["bearer"]
    error_message = "The gateway would take our key for one of Google's."
  }
  assert {
    condition     = length(local.document.paths["/chat"].post.security) == 0
    error_message = "The gateway asks for what only the function can check."
  }
  assert {
    condition     = length(local.document.paths["/either"].get.security) == 0
    error_message = "A call that may come with our key would need a token at the gateway."
  }
}

run "a_token_is_checked_at_the_gateway" {
  command = plan

  assert {
    condition     = keys(local.document.paths["/admin"].get.security[0]) == ["bearer"]
    error_message = "The gateway lets pass what it could check."
  }
}

run "the_document_is_what_the_config_carries" {
  command = plan

  assert {
    condition     = base64decode(google_api_gateway_api_config.this.openapi_documents[0].document[0].contents) == local.contents
    error_message = "The config carries another document."
  }
  assert {
    condition     = google_api_gateway_api_config.this.api_config_id == "aid-${substr(sha256(local.contents), 0, 12)}"
    error_message = "The config is not named by its contents."
  }
}
