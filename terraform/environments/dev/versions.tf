terraform {
  required_version = ">= 1.11"

  # The bucket is named with `terraform init -backend-config=bucket=...`.
  backend "gcs" {
    prefix = "ai-discovery"
  }

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 6.50"
    }
    google-beta = {
      source  = "hashicorp/google-beta"
      version = "~> 6.50"
    }
  }
}
