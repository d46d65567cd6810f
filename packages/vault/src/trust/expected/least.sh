# The server
# Log in first, with a token that may write policies and auth methods. With OpenBao put bao in place of vault, and BAO_ in place of VAULT_.
export VAULT_ADDR=https://vault.example.test:8200
export VAULT_NAMESPACE=''
export VAULT_FORMAT=table
absent() {
  PROBLEM=$("$@" 2>&1 >/dev/null) && return 1
  case $PROBLEM in *'No value found'* | *'No policy named'* | *'no handler for route'*) return 0 ;; esac
  printf '%s\n' "$PROBLEM" >&2
  exit 1
}

# The JWT auth method
# bound_issuer belongs to the mount: each issuer has a mount of its own. One that takes tokens of this issuer already stays as it is. The server fetches the discovery document while this is written.
vault read sys/auth/jwt >/dev/null 2>&1 || vault auth enable -path=jwt jwt >/dev/null
if absent vault read auth/jwt/config; then
  vault write auth/jwt/config oidc_discovery_url=https://id.example.test bound_issuer=https://id.example.test >/dev/null
else
  BOUND=$(vault read -field=bound_issuer auth/jwt/config)
  [ "$BOUND" = https://id.example.test ] || { printf 'The mount jwt takes tokens of %s: name another mount.\n' "${BOUND:-another issuer}" >&2; exit 1; }
fi

# Whose role and policy these are
# One of this name that is somebody else's is not replaced.
if ! absent vault read auth/jwt/role/carnet; then
  BOUND=$(vault read -field=bound_subject auth/jwt/role/carnet)
  [ "$BOUND" = organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11 ] || { printf 'The role carnet is that of %s: name another role.\n' "${BOUND:-any subject}" >&2; exit 1; }
fi
if ! absent vault policy read jwt-carnet; then
  [ "$(vault policy read jwt-carnet | sed -n 1p)" = '# For auth/jwt/role/carnet' ] || { echo 'The policy jwt-carnet does not begin with # For auth/jwt/role/carnet: name another policy.' >&2; exit 1; }
fi

# A policy
# Data is what is read; metadata is what is listed and removed.
vault policy write jwt-carnet - >/dev/null <<'POLICY'
# For auth/jwt/role/carnet
path "secret/data/database" { capabilities = ["read"] }
POLICY

# A role
# For this subject alone: without bound_subject every valid token of the issuer logs in.
vault write auth/jwt/role/carnet - >/dev/null <<'ROLE'
{
  "role_type": "jwt",
  "user_claim": "sub",
  "bound_audiences": [
    "https://vault.example.test:8200"
  ],
  "bound_subject": "organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11",
  "token_policies": [
    "jwt-carnet"
  ],
  "token_ttl": 1200,
  "token_max_ttl": 14400
}
ROLE

# What Carnet needs to know
printf '{"role":"%s"}\n' carnet
