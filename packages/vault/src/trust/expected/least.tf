# The server
# The token comes from VAULT_TOKEN or from vault login.
terraform {
  required_providers {
    vault = {
      source  = "hashicorp/vault"
      version = ">= 4.0"
    }
  }
}

provider "vault" {
  address = "https://vault.example.test:8200"
}

# The JWT auth method
# bound_issuer belongs to the mount: each issuer has a mount of its own. If it exists already:
# terraform import vault_jwt_auth_backend.carnet jwt
resource "vault_jwt_auth_backend" "carnet" {
  path               = "jwt"
  oidc_discovery_url = "https://id.example.test"
  bound_issuer       = "https://id.example.test"
}

# A policy
# Data is what is read; metadata is what is listed and removed.
resource "vault_policy" "carnet" {
  name = "jwt-carnet"

  policy = <<-POLICY
    # For auth/jwt/role/carnet
    path "secret/data/database" { capabilities = ["read"] }
  POLICY
}

# A role
# For this subject alone: without bound_subject every valid token of the issuer logs in.
resource "vault_jwt_auth_backend_role" "carnet" {
  backend         = vault_jwt_auth_backend.carnet.path
  role_name       = "carnet"
  role_type       = "jwt"
  user_claim      = "sub"
  bound_audiences = ["https://vault.example.test:8200"]
  bound_subject   = "organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11"
  token_policies  = [vault_policy.carnet.name]
  token_ttl       = 1200
  token_max_ttl   = 14400
}

# What Carnet needs to know
output "carnet" {
  value = { role = vault_jwt_auth_backend_role.carnet.role_name }
}
