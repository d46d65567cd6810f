import type { TrustDocument, TrustStep } from '@carnet/provider';
import { shellQuote } from '../vault-command.ts';
import { policyText, roleDocument, type VaultTrust } from './vault-trust.ts';

/** The trust by Vault's own command line. What a command prints, other than its errors, is kept off the standard output. */
export function vaultDocument(trust: VaultTrust): TrustDocument {
  return { format: 'vault', language: 'shell', setUp: setUp(trust), tearDown: tearDown(trust) };
}

const kvEntry = ({ kv }: VaultTrust, entry: string): string => shellQuote(`${kv.mount}/${entry}`);

function server({ login }: VaultTrust): TrustStep {
  return {
    title: 'The server',
    why: 'Log in first, with a token that may write policies and auth methods. With OpenBao put bao in place of vault, and BAO_ADDR and BAO_NAMESPACE in place of these.',
    text: [`export VAULT_ADDR=${shellQuote(login.address)}`, `export VAULT_NAMESPACE=${shellQuote(login.namespace ?? '')}`].join('\n'),
  };
}

function setUp(trust: VaultTrust): readonly TrustStep[] {
  const { issuer, subject, login: { mount, role }, policy, created } = trust;
  const issuerWord = shellQuote(issuer);
  return [
    server(trust),
    {
      title: 'The JWT auth method',
      why: 'bound_issuer belongs to the mount: each issuer has a mount of its own. The server fetches the discovery document while this is written.',
      text: [
        `vault read sys/auth/${mount} >/dev/null 2>&1 || vault auth enable -path=${mount} jwt >/dev/null`,
        `BOUND=$(vault read -field=bound_issuer auth/${mount}/config 2>/dev/null || true)`,
        `[ -z "$BOUND" ] || [ "$BOUND" = ${issuerWord} ] || { printf 'The mount ${mount} takes tokens of %s: name another mount.\\n' "$BOUND" >&2; exit 1; }`,
        `vault write auth/${mount}/config oidc_discovery_url=${issuerWord} bound_issuer=${issuerWord} >/dev/null`,
      ].join('\n'),
    },
    ...(created === undefined ? [] : [{
      title: 'A first secret',
      why: 'With a random value, which goes through a pipe and no argument; one that exists stays as it is.',
      text: [
        `vault kv metadata get ${kvEntry(trust, created.entry)} >/dev/null 2>&1 ||`,
        `  head -c 24 /dev/urandom | base64 | tr -d '\\n' | vault kv put -cas=0 ${kvEntry(trust, created.entry)} ${shellQuote(`${created.field}=-`)} >/dev/null`,
      ].join('\n'),
    }]),
    { title: 'A policy', why: 'Data is what is read; metadata is what is listed and removed. A policy of this name is replaced.', text: [`vault policy write ${policy} - >/dev/null <<'POLICY'`, policyText(trust), 'POLICY'].join('\n') },
    {
      title: 'A role',
      why: 'For this subject alone: without bound_subject every valid token of the issuer logs in.',
      text: [
        `BOUND=$(vault read -field=bound_subject auth/${mount}/role/${role} 2>/dev/null || true)`,
        `[ -z "$BOUND" ] || [ "$BOUND" = ${shellQuote(subject)} ] || { printf 'The role ${role} is that of %s: name another role.\\n' "$BOUND" >&2; exit 1; }`,
        `vault write auth/${mount}/role/${role} - >/dev/null <<'ROLE'`,
        JSON.stringify(roleDocument(trust), null, 2),
        'ROLE',
      ].join('\n'),
    },
    { title: 'What Carnet needs to know', text: `printf '{"role":"%s"}\\n' ${role}` },
  ];
}

function tearDown(trust: VaultTrust): readonly TrustStep[] {
  const { login: { mount, role }, policy, created } = trust;
  return [
    server(trust),
    { title: 'The role and its policy', why: 'From here on nobody logs in; tokens that were given live on to their end, without rights.', text: [`vault delete auth/${mount}/role/${role} >/dev/null`, `vault policy delete ${policy} >/dev/null`].join('\n') },
    ...(created === undefined ? [] : [{ title: 'The first secret', why: 'With all its versions, for good: leave it out where something reads it.', text: `vault kv metadata delete ${kvEntry(trust, created.entry)} >/dev/null` }]),
    { title: 'The JWT auth method', why: 'Where no other role is left in it.', text: `[ "$(vault list -format=json auth/${mount}/role 2>/dev/null || true)" != '{}' ] || vault auth disable ${mount} >/dev/null` },
  ];
}
