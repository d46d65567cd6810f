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
  member = "serviceAccount:reader@orders-project.iam.gserviceaccount.com"
}

# The APIs
resource "google_project_service" "api" {
  for_each           = toset(["secretmanager.googleapis.com", "iam.googleapis.com", "sts.googleapis.com", "iamcredentials.googleapis.com"])
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
  workload_identity_pool_provider_id = "orders"
  attribute_mapping                  = { "google.subject" = "assertion.sub" }
  attribute_condition                = "assertion.sub=='organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11'"

  oidc {
    issuer_uri = "https://id.example.test"
  }
}

# Let it act as the service account
# The account must exist.
resource "google_service_account_iam_member" "impersonate" {
  service_account_id = "projects/-/serviceAccounts/reader@orders-project.iam.gserviceaccount.com"
  role               = "roles/iam.workloadIdentityUser"
  member             = "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/carnet/subject/organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11"
}

# A first secret
# Without a value, which Terraform would keep in its state. This gives it one:
# head -c 24 /dev/urandom | base64 | tr -d '\n' | CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER=https://secretmanager.europe-west3.rep.googleapis.com/ gcloud secrets versions add projects/orders-project/secrets/first --location=europe-west3 --data-file=-
resource "google_secret_manager_regional_secret" "first" {
  project   = "orders-project"
  location  = "europe-west3"
  secret_id = "first"
}

# Let it read
resource "google_secret_manager_regional_secret_iam_member" "read" {
  for_each   = toset(["database", "-api-key", "first"])
  project    = "orders-project"
  location   = "europe-west3"
  secret_id  = each.value
  role       = "roles/secretmanager.secretAccessor"
  member     = local.member
  depends_on = [google_secret_manager_regional_secret.first]
}

# Let it list names
# At the project, so that names are completed while typing; it shows no value.
resource "google_project_iam_member" "list" {
  project = "orders-project"
  role    = "roles/secretmanager.viewer"
  member  = local.member
}

# Let it write and remove
# The smallest role of Google's own that removes a secret. To add versions and no more, put roles/secretmanager.secretVersionAdder in its place.
resource "google_secret_manager_regional_secret_iam_member" "write" {
  for_each   = toset(["database", "-api-key", "first"])
  project    = "orders-project"
  location   = "europe-west3"
  secret_id  = each.value
  role       = "roles/secretmanager.admin"
  member     = local.member
  depends_on = [google_secret_manager_regional_secret.first]
}

# What Carnet needs to know
output "carnet" {
  value = { providerResourceName = google_iam_workload_identity_pool_provider.carnet.name }
}
