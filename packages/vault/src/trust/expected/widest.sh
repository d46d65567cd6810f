# The server
# Log in first, with a token that may write policies and auth methods. With OpenBao put bao in place of vault, and BAO_ADDR and BAO_NAMESPACE in place of these.
export VAULT_ADDR=https://vault.example.test:8200
export VAULT_NAMESPACE='admin/team one'

# The JWT auth method
# bound_issuer belongs to the mount: each issuer has a mount of its own. The server fetches the discovery document while this is written.
vault read sys/auth/jwt-orders >/dev/null 2>&1 || vault auth enable -path=jwt-orders jwt >/dev/null
BOUND=$(vault read -field=bound_issuer auth/jwt-orders/config 2>/dev/null || true)
[ -z "$BOUND" ] || [ "$BOUND" = https://id.example.test ] || { printf 'The mount jwt-orders takes tokens of %s: name another mount.\n' "$BOUND" >&2; exit 1; }
vault write auth/jwt-orders/config oidc_discovery_url=https://id.example.test bound_issuer=https://id.example.test >/dev/null

# A first secret
# With a random value, which goes through a pipe and no argument; one that exists stays as it is.
vault kv metadata get 'kv/team'\''s/orders/first' >/dev/null 2>&1 ||
  head -c 24 /dev/urandom | base64 | tr -d '\n' | vault kv put -cas=0 'kv/team'\''s/orders/first' 'pass word=-' >/dev/null

# A policy
# Data is what is read; metadata is what is listed and removed. A policy of this name is replaced.
vault policy write orders-secrets - >/dev/null <<'POLICY'
path "kv/data/team's/orders/database" { capabilities = ["read", "create", "update", "patch"] }
path "kv/data/team's/orders/api \"key\"" { capabilities = ["read", "create", "update", "patch"] }
path "kv/data/team's/orders/first" { capabilities = ["read", "create", "update", "patch"] }
path "kv/metadata/team's/orders/database" { capabilities = ["delete"] }
path "kv/metadata/team's/orders/api \"key\"" { capabilities = ["delete"] }
path "kv/metadata/team's/orders/first" { capabilities = ["delete"] }
path "kv/metadata/team's/orders/*" { capabilities = ["list"] }
POLICY

# A role
# For this subject alone: without bound_subject every valid token of the issuer logs in.
BOUND=$(vault read -field=bound_subject auth/jwt-orders/role/Orders 2>/dev/null || true)
[ -z "$BOUND" ] || [ "$BOUND" = organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11 ] || { printf 'The role Orders is that of %s: name another role.\n' "$BOUND" >&2; exit 1; }
vault write auth/jwt-orders/role/Orders - >/dev/null <<'ROLE'
{
  "role_type": "jwt",
  "user_claim": "sub",
  "bound_audiences": [
    "https://vault.example.test:8200"
  ],
  "bound_subject": "organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11",
  "token_policies": [
    "orders-secrets"
  ],
  "token_ttl": 1200,
  "token_max_ttl": 14400
}
ROLE

# What Carnet needs to know
printf '{"role":"%s"}\n' Orders
