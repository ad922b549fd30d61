variables {
  environment      = "prod"
  project_id       = "some-project"
  project_number   = "123456789012"
  region           = "europe-west1"
  runbook_base_url = "https://shop.example/runbooks"
  state_bucket     = "some-project-state"
  profile = {
    daily_backups_days   = 7
    deletion_protection  = true
    keep_warm            = true
    log_level            = "INFO"
    max_instances        = 100
    trace_share          = 0.05
    traffic_at_once      = false
    weekly_backups_weeks = 14
  }
}

run "the_least_that_must_be_said_is_enough" {
  command = plan

  assert {
    condition     = length(module.delivery.triggers) == 0
    error_message = "There are triggers without a repository."
  }
  assert {
    condition     = alltrue([for name, url in output.gateway_backends : startswith(url, "https://aid-${replace(name, "_", "-")}-123456789012.europe-west1.run.app")])
    error_message = "The gateway's addresses are not the functions' own."
  }
}

run "a_host_name_of_ones_own_is_the_address_of_the_api" {
  command = plan

  variables {
    api_host = "api.shop.example"
  }

  assert {
    condition     = output.api_url == "https://api.shop.example"
    error_message = "Shops would be told another address."
  }
}

run "an_environment_that_is_not_there_is_refused" {
  command = plan

  variables {
    environment = "test"
  }

  expect_failures = [var.environment]
}

run "a_number_is_no_id" {
  command = plan

  variables {
    project_number = "some-project"
  }

  expect_failures = [var.project_number]
}

run "a_long_prefix_is_refused" {
  command = plan

  variables {
    prefix = "ai-discovery-of-a-shop"
  }

  expect_failures = [var.prefix]
}

run "a_zone_is_no_region" {
  command = plan

  variables {
    region = "europe-west1-b"
  }

  expect_failures = [var.region]
}
