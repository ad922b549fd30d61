variables {
  prefix     = "aid"
  project_id = "some-project"
  region     = "europe-west1"
  users      = { chat = "serviceAccount:aid-chat@some-project.iam.gserviceaccount.com" }
}

run "a_function_may_ask_and_nothing_else" {
  command = plan

  assert {
    condition     = google_project_iam_custom_role.asks_models.permissions == toset(["aiplatform.endpoints.predict"])
    error_message = "Who asks models may do more than that."
  }
  assert {
    condition     = tomap({ for name, grant in google_project_iam_member.asks_models : name => grant.member }) == var.users
    error_message = "Others than the named functions may ask models."
  }
}

run "there_is_no_endpoint_unless_named" {
  command = plan

  assert {
    condition     = length(google_vertex_ai_endpoint.this) == 0
    error_message = "An endpoint is made that nobody asked for."
  }
}

run "an_endpoint_has_a_name_that_vertex_takes" {
  command = plan

  variables {
    endpoints = { reranker = "Reranker" }
  }

  assert {
    condition     = can(regex("^[1-9][0-9]{0,9}$", google_vertex_ai_endpoint.this["reranker"].name))
    error_message = "Vertex names endpoints by at most ten digits."
  }
}
