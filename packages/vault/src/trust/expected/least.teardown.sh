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

# The role and its policy
# From here on nobody logs in; tokens that were given live on to their end, without rights.
if ! absent vault read auth/jwt/role/carnet; then
  BOUND=$(vault read -field=bound_subject auth/jwt/role/carnet)
  [ "$BOUND" = organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11 ] || { printf 'The role carnet is that of %s: it stays.\n' "${BOUND:-any subject}" >&2; exit 1; }
fi
if ! absent vault policy read jwt-carnet; then
  [ "$(vault policy read jwt-carnet | sed -n 1p)" = '# For auth/jwt/role/carnet' ] || { echo 'The policy jwt-carnet does not begin with # For auth/jwt/role/carnet: it stays.' >&2; exit 1; }
fi
absent vault read auth/jwt/role/carnet || vault delete auth/jwt/role/carnet >/dev/null
vault policy delete jwt-carnet >/dev/null

# The JWT auth method
# Where it takes tokens of this issuer, and no other role is left in it.
if ! absent vault read auth/jwt/config && [ "$(vault read -field=bound_issuer auth/jwt/config)" = https://id.example.test ]; then
  [ "$(vault list -format=json auth/jwt/role 2>/dev/null || true)" != '{}' ] || vault auth disable jwt >/dev/null
fi
