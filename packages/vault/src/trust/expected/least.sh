# The server
# Log in first, with a token that may write policies and auth methods. With OpenBao put bao in place of vault, and BAO_ADDR and BAO_NAMESPACE in place of these.
export VAULT_ADDR=https://vault.example.test:8200
export VAULT_NAMESPACE=''

# The JWT auth method
# bound_issuer belongs to the mount: each issuer has a mount of its own. The server fetches the discovery document while this is written.
vault read sys/auth/jwt >/dev/null 2>&1 || vault auth enable -path=jwt jwt >/dev/null
BOUND=$(vault read -field=bound_issuer auth/jwt/config 2>/dev/null || true)
[ -z "$BOUND" ] || [ "$BOUND" = https://id.example.test ] || { printf 'The mount jwt takes tokens of %s: name another mount.\n' "$BOUND" >&2; exit 1; }
vault write auth/jwt/config oidc_discovery_url=https://id.example.test bound_issuer=https://id.example.test >/dev/null

# A policy
# Data is what is read; metadata is what is listed and removed. A policy of this name is replaced.
vault policy write carnet - >/dev/null <<'POLICY'
path "secret/data/database" { capabilities = ["read"] }
POLICY

# A role
# For this subject alone: without bound_subject every valid token of the issuer logs in.
BOUND=$(vault read -field=bound_subject auth/jwt/role/carnet 2>/dev/null || true)
[ -z "$BOUND" ] || [ "$BOUND" = organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11 ] || { printf 'The role carnet is that of %s: name another role.\n' "$BOUND" >&2; exit 1; }
vault write auth/jwt/role/carnet - >/dev/null <<'ROLE'
{
  "role_type": "jwt",
  "user_claim": "sub",
  "bound_audiences": [
    "https://vault.example.test:8200"
  ],
  "bound_subject": "organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11",
  "token_policies": [
    "carnet"
  ],
  "token_ttl": 1200,
  "token_max_ttl": 14400
}
ROLE

# What Carnet needs to know
printf '{"role":"%s"}\n' carnet
