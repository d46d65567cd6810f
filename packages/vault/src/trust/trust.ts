import type { TrustInput, TrustPlan } from '@carnet/provider';
import { portalDocument } from './portal-document.ts';
import { terraformDocument } from './terraform-document.ts';
import { trustResources } from './trust-resources.ts';
import { vaultDocument } from './vault-document.ts';
import { vaultTrust } from './vault-trust.ts';

/** A JWT auth method, a policy, and a role for one subject. */
export function trust(input: TrustInput): TrustPlan {
  const registered = vaultTrust(input);
  const { login, kv } = registered;
  const { address, namespace, mount } = login;
  return {
    audience: address,
    resources: trustResources(registered),
    documents: [vaultDocument(registered), terraformDocument(registered), portalDocument(registered)],
    outputs: { role: ['role_name'] },
    identity: { address, ...(namespace === undefined ? {} : { namespace }), mount, role: '{role}' },
    store: { ...kv },
    notes: notes(input, `${kv.mount}${kv.path === undefined ? '' : `/${kv.path}`}`),
  };
}

/** What the choices buy and cost, and what to know before. */
function notes({ secrets, list, write, ambient, settings }: TrustInput, folder: string): readonly string[] {
  return [
    secrets.length === 0 ? `Every secret of ${folder} can be read: name secrets to open those alone.` : 'Each secret that is named can be read, and no other.',
    list ? `Listing shows the names of all secrets of ${folder}, and no value.` : 'Listing is not given: names are typed, not completed.',
    ...(write ? ['Writing also removes: an entry with all its versions.'] : []),
    'The mount of the KV engine, version 2, must exist; the one of JWT auth takes tokens of one issuer.',
    'What logs in has the policy default of the server beside its own: it looks itself up, and renews itself, by that.',
    'The server must reach discovery document and JWKS of the issuer; where it cannot, write its keys (jwt_validation_pubkeys), and again at each rotation.',
    ...(ambient === undefined ? [] : [`The token of the workload needs the audience ${String(settings['address'])}.`]),
  ];
}
