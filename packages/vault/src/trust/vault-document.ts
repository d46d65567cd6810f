import type { TrustDocument, TrustStep } from '@carnet/provider';
import { shellQuote } from '../vault-command.ts';
import { policyMark, policyText, roleDocument, type VaultTrust } from './vault-trust.ts';

/** The trust by Vault's own command line. What a command prints, other than its errors, is kept off the standard output. */
export function vaultDocument(trust: VaultTrust): TrustDocument {
  return { format: 'vault', language: 'shell', setUp: setUp(trust), tearDown: tearDown(trust) };
}

const kvEntry = ({ kv }: VaultTrust, entry: string): string => shellQuote(`${kv.mount}/${entry}`);

/** Tells what is not there from what cannot be read: that may be somebody else's, and would be replaced. */
const absent = `absent() {
  PROBLEM=$("$@" 2>&1 >/dev/null) && return 1
  case $PROBLEM in *'No value found'* | *'No policy named'* | *'no handler for route'*) return 0 ;; esac
  printf '%s\\n' "$PROBLEM" >&2
  exit 1
}`;

function server({ login }: VaultTrust): TrustStep {
  return {
    title: 'The server',
    why: 'Log in first, with a token that may write policies and auth methods. With OpenBao put bao in place of vault, and BAO_ in place of VAULT_.',
    text: [`export VAULT_ADDR=${shellQuote(login.address)}`, `export VAULT_NAMESPACE=${shellQuote(login.namespace ?? '')}`, 'export VAULT_FORMAT=table', absent].join('\n'),
  };
}

/** Ends the script where a role or a policy is somebody else's. */
function checkOwner({ login: { mount, role }, policy, subject }: VaultTrust, otherwise: 'name another' | 'it stays'): string {
  return [
    `if ! absent vault read auth/${mount}/role/${role}; then`,
    `  BOUND=$(vault read -field=bound_subject auth/${mount}/role/${role})`,
    `  [ "$BOUND" = ${shellQuote(subject)} ] || { printf 'The role ${role} is that of %s: ${otherwise === 'it stays' ? otherwise : 'name another role'}.\\n' "\${BOUND:-any subject}" >&2; exit 1; }`,
    'fi',
    `if ! absent vault policy read ${policy}; then`,
    `  [ "$(vault policy read ${policy} | sed -n 1p)" = ${shellQuote(policyMark(mount, role))} ] || { echo 'The policy ${policy} does not begin with ${policyMark(mount, role)}: ${otherwise === 'it stays' ? otherwise : 'name another policy'}.' >&2; exit 1; }`,
    'fi',
  ].join('\n');
}

function setUp(trust: VaultTrust): readonly TrustStep[] {
  const { issuer, login: { mount, role }, policy, created } = trust;
  const issuerWord = shellQuote(issuer);
  return [
    server(trust),
    {
      title: 'The JWT auth method',
      why: 'bound_issuer belongs to the mount: each issuer has a mount of its own. One that takes tokens of this issuer already stays as it is. The server fetches the discovery document while this is written.',
      text: [
        `vault read sys/auth/${mount} >/dev/null 2>&1 || vault auth enable -path=${mount} jwt >/dev/null`,
        `if absent vault read auth/${mount}/config; then`,
        `  vault write auth/${mount}/config oidc_discovery_url=${issuerWord} bound_issuer=${issuerWord} >/dev/null`,
        'else',
        `  BOUND=$(vault read -field=bound_issuer auth/${mount}/config)`,
        `  [ "$BOUND" = ${issuerWord} ] || { printf 'The mount ${mount} takes tokens of %s: name another mount.\\n' "\${BOUND:-another issuer}" >&2; exit 1; }`,
        'fi',
      ].join('\n'),
    },
    { title: 'Whose role and policy these are', why: 'One of this name that is somebody else\'s is not replaced.', text: checkOwner(trust, 'name another') },
    ...(created === undefined ? [] : [{
      title: 'A first secret',
      why: `A throw-away value to test with: random and through a pipe, so that nobody is asked and no command line has it. One that exists is left as it is. Give it your own with: printf %s "$VALUE" | vault kv patch ${kvEntry(trust, created.entry)} ${shellQuote(`${created.field}=-`)}`,
      text: [
        `if absent vault kv metadata get ${kvEntry(trust, created.entry)}; then`,
        `  head -c 24 /dev/urandom | base64 | tr -d '\\n' | vault kv put -cas=0 ${kvEntry(trust, created.entry)} ${shellQuote(`${created.field}=-`)} >/dev/null`,
        `  vault kv metadata put -custom-metadata=carnet=trust ${kvEntry(trust, created.entry)} >/dev/null`,
        'fi',
      ].join('\n'),
    }]),
    { title: 'A policy', why: 'Data is what is read; metadata is what is listed and removed.', text: [`vault policy write ${policy} - >/dev/null <<'POLICY'`, policyText(trust), 'POLICY'].join('\n') },
    { title: 'A role', why: 'For this subject alone: without bound_subject every valid token of the issuer logs in.', text: [`vault write auth/${mount}/role/${role} - >/dev/null <<'ROLE'`, JSON.stringify(roleDocument(trust), null, 2), 'ROLE'].join('\n') },
    { title: 'What Carnet needs to know', text: `printf '{"role":"%s"}\\n' ${role}` },
  ];
}

function tearDown(trust: VaultTrust): readonly TrustStep[] {
  const { issuer, login: { mount, role }, policy, created } = trust;
  const config = `auth/${mount}/config`;
  return [
    server(trust),
    {
      title: 'The role and its policy',
      why: 'From here on nobody logs in; tokens that were given live on to their end, without rights.',
      text: [checkOwner(trust, 'it stays'), `absent vault read auth/${mount}/role/${role} || vault delete auth/${mount}/role/${role} >/dev/null`, `vault policy delete ${policy} >/dev/null`].join('\n'),
    },
    ...(created === undefined ? [] : [{
      title: 'The first secret, where the set-up made it',
      why: 'With all its versions, for good: leave it out where something reads it.',
      text: [
        `case $(vault kv metadata get -field=custom_metadata ${kvEntry(trust, created.entry)} 2>/dev/null || true) in`,
        `  *carnet:trust*) vault kv metadata delete ${kvEntry(trust, created.entry)} >/dev/null ;;`,
        'esac',
      ].join('\n'),
    }]),
    {
      title: 'The JWT auth method',
      why: 'Where it takes tokens of this issuer, and no other role is left in it.',
      text: [
        `if ! absent vault read ${config} && [ "$(vault read -field=bound_issuer ${config})" = ${shellQuote(issuer)} ]; then`,
        `  [ "$(vault list -format=json auth/${mount}/role 2>/dev/null || true)" != '{}' ] || vault auth disable ${mount} >/dev/null`,
        'fi',
      ].join('\n'),
    },
  ];
}
