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
  address   = "https://vault.example.test:8200"
  namespace = "admin/team one"
}

# The JWT auth method
# bound_issuer belongs to the mount: each issuer has a mount of its own. If it exists already:
# terraform import vault_jwt_auth_backend.carnet jwt-orders
resource "vault_jwt_auth_backend" "carnet" {
  path               = "jwt-orders"
  oidc_discovery_url = "https://id.example.test"
  bound_issuer       = "https://id.example.test"
}

# A policy
# Data is what is read; metadata is what is listed and removed. Terraform would keep the value of a first secret in its state; this makes one:
# head -c 24 /dev/urandom | base64 | tr -d '\n' | vault kv put -cas=0 'kv/team'\''s/orders/first' 'pass word=-'
resource "vault_policy" "carnet" {
  name = "orders-secrets"

  policy = <<-POLICY
    # For auth/jwt-orders/role/orders
    path "kv/data/team's/orders/database" { capabilities = ["read", "create", "update", "patch"] }
    path "kv/data/team's/orders/api \"key\"" { capabilities = ["read", "create", "update", "patch"] }
    path "kv/data/team's/orders/first" { capabilities = ["read", "create", "update", "patch"] }
    path "kv/metadata/team's/orders/database" { capabilities = ["delete"] }
    path "kv/metadata/team's/orders/api \"key\"" { capabilities = ["delete"] }
    path "kv/metadata/team's/orders/first" { capabilities = ["delete"] }
    path "kv/metadata/team's/orders/*" { capabilities = ["list"] }
  POLICY
}

# A role
# For this subject alone: without bound_subject every valid token of the issuer logs in.
resource "vault_jwt_auth_backend_role" "carnet" {
  backend         = vault_jwt_auth_backend.carnet.path
  role_name       = "Orders"
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
