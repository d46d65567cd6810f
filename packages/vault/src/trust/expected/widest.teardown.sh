# The server
# Log in first, with a token that may write policies and auth methods. With OpenBao put bao in place of vault, and BAO_ADDR and BAO_NAMESPACE in place of these.
export VAULT_ADDR=https://vault.example.test:8200
export VAULT_NAMESPACE='admin/team one'

# The role and its policy
# From here on nobody logs in; tokens that were given live on to their end, without rights.
vault delete auth/jwt-orders/role/Orders >/dev/null
vault policy delete orders-secrets >/dev/null

# The first secret
# With all its versions, for good: leave it out where something reads it.
vault kv metadata delete 'kv/team'\''s/orders/first' >/dev/null

# The JWT auth method
# Where no other role is left in it.
[ "$(vault list -format=json auth/jwt-orders/role 2>/dev/null || true)" != '{}' ] || vault auth disable jwt-orders >/dev/null
