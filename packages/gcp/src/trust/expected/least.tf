# Who is given the roles
# One subject of one pool, never all of it.
terraform {
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 6.0"
    }
  }
}

locals {
  member = "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/carnet/subject/organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11"
}

# The APIs
resource "google_project_service" "api" {
  for_each           = toset(["secretmanager.googleapis.com", "iam.googleapis.com", "sts.googleapis.com"])
  project            = "orders-project"
  service            = each.value
  disable_on_destroy = false
}

# The pool
# If it exists already:
# terraform import google_iam_workload_identity_pool.carnet projects/orders-project/locations/global/workloadIdentityPools/carnet
resource "google_iam_workload_identity_pool" "carnet" {
  project                   = "orders-project"
  workload_identity_pool_id = "carnet"
  depends_on                = [google_project_service.api]
}

# Its provider
# The condition admits this subject alone: without one every valid token of the issuer becomes a principal of the pool.
resource "google_iam_workload_identity_pool_provider" "carnet" {
  project                            = "orders-project"
  workload_identity_pool_id          = google_iam_workload_identity_pool.carnet.workload_identity_pool_id
  workload_identity_pool_provider_id = "carnet-3b3e064d44690fbb"
  attribute_mapping                  = { "google.subject" = "assertion.sub" }
  attribute_condition                = "assertion.sub=='organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11'"

  oidc {
    issuer_uri = "https://id.example.test"
  }
}

# Let it read
resource "google_secret_manager_secret_iam_member" "read" {
  for_each  = toset(["database"])
  project   = "orders-project"
  secret_id = each.value
  role      = "roles/secretmanager.secretAccessor"
  member    = local.member
}

# What Carnet needs to know
output "carnet" {
  value = { providerResourceName = google_iam_workload_identity_pool_provider.carnet.name }
}
