# The server
# Log in first, with a token that may write policies and auth methods. With OpenBao put bao in place of vault, and BAO_ in place of VAULT_.
export VAULT_ADDR=https://vault.example.test:8200
export VAULT_NAMESPACE='admin/team one'
export VAULT_FORMAT=table
absent() {
  PROBLEM=$("$@" 2>&1 >/dev/null) && return 1
  case $PROBLEM in *'No value found'* | *'No policy named'* | *'no handler for route'*) return 0 ;; esac
  printf '%s\n' "$PROBLEM" >&2
  exit 1
}

# The JWT auth method
# bound_issuer belongs to the mount: each issuer has a mount of its own. One that takes tokens of this issuer already stays as it is. The server fetches the discovery document while this is written.
vault read sys/auth/jwt-orders >/dev/null 2>&1 || vault auth enable -path=jwt-orders jwt >/dev/null
if absent vault read auth/jwt-orders/config; then
  vault write auth/jwt-orders/config oidc_discovery_url=https://id.example.test bound_issuer=https://id.example.test >/dev/null
else
  BOUND=$(vault read -field=bound_issuer auth/jwt-orders/config)
  [ "$BOUND" = https://id.example.test ] || { printf 'The mount jwt-orders takes tokens of %s: name another mount.\n' "${BOUND:-another issuer}" >&2; exit 1; }
fi

# Whose role and policy these are
# One of this name that is somebody else's is not replaced.
if ! absent vault read auth/jwt-orders/role/Orders; then
  BOUND=$(vault read -field=bound_subject auth/jwt-orders/role/Orders)
  [ "$BOUND" = organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11 ] || { printf 'The role Orders is that of %s: name another role.\n' "${BOUND:-any subject}" >&2; exit 1; }
fi
if ! absent vault policy read orders-secrets; then
  [ "$(vault policy read orders-secrets | sed -n 1p)" = '# For auth/jwt-orders/role/orders' ] || { echo 'The policy orders-secrets does not begin with # For auth/jwt-orders/role/orders: name another policy.' >&2; exit 1; }
fi

# A first secret
# A throw-away value to test with: random and through a pipe, so that nobody is asked and no command line has it. One that exists is left as it is. Give it your own with: printf %s "$VALUE" | vault kv patch 'kv/team'\''s/orders/first' 'pass word=-'
if absent vault kv metadata get 'kv/team'\''s/orders/first'; then
  head -c 24 /dev/urandom | base64 | tr -d '\n' | vault kv put -cas=0 'kv/team'\''s/orders/first' 'pass word=-' >/dev/null
  vault kv metadata put -custom-metadata=carnet=trust 'kv/team'\''s/orders/first' >/dev/null
fi

# A policy
# Data is what is read; metadata is what is listed and removed.
vault policy write orders-secrets - >/dev/null <<'POLICY'
# For auth/jwt-orders/role/orders
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
