import { goTime } from '../go-values.ts';
import type { Handler, VaultCall } from '../handler.ts';
import { booleanField, durationField, isSet, objectField, textField, textListField, wholeNumberField, type Fields } from '../request-fields.ts';
import type { Result } from '../vault-answer.ts';
import { badRequest, notImitated, tokenMissing, VaultRefusal } from '../vault-refusal.ts';
import { lifetime } from './lifetime.ts';
import { grantOf, isRenewable, type Token } from './token-store.ts';

const paths: Readonly<Record<string, Handler['operations']>> = {
  'lookup-self': { read: lookUp, update: lookUp },
  'renew-self': { update: renew },
  'revoke-self': { update: revoke },
  create: { update: create },
};

/** The token store's own mount: https://developer.hashicorp.com/vault/api-docs/auth/token */
export function tokenHandler(path: string): Handler | undefined {
  const operations = Object.hasOwn(paths, path) ? paths[path] : undefined;
  return operations && { mountType: 'token', operations };
}

function callerOf({ caller }: VaultCall): NonNullable<VaultCall['caller']> {
  if (!caller) throw tokenMissing();
  return caller;
}

function lookUp(call: VaultCall): Result {
  const { text, token } = callerOf(call);
  const lives = token.expiresAt !== Infinity;
  return {
    data: {
      id: text,
      accessor: token.accessor,
      policies: token.policies,
      path: token.path,
      meta: token.metadata ?? null,
      display_name: token.displayName,
      num_uses: token.usesLeft,
      orphan: token.parent === undefined,
      creation_time: Math.floor(token.issuedAt / 1000),
      creation_ttl: token.ttl,
      expire_time: lives ? goTime(token.expiresAt) : null,
      ttl: call.tokens.secondsLeft(token),
      explicit_max_ttl: token.explicitMaxTtl ?? 0,
      entity_id: token.entityId ?? '',
      type: 'service',
      renewable: isRenewable(token),
      issue_time: goTime(token.issuedAt),
      ...(token.namespace === '' ? {} : { namespace_path: `${token.namespace}/` }),
      ...(token.renewedAt === undefined ? {} : { last_renewal: goTime(token.renewedAt), last_renewal_time: Math.floor(token.renewedAt / 1000) }),
    },
  };
}

function renew(call: VaultCall): Result {
  const { text, token } = callerOf(call);
  const wanted = durationField(call.fields, 'increment');
  if (!isRenewable(token)) throw badRequest('lease is not renewable');
  const now = call.clock.now();
  const { ttl, maxTtl } = token.renewal?.() ?? { ttl: token.ttl, maxTtl: 0 };
  const { seconds, warnings } = lifetime({ wanted, usual: ttl, max: maxTtl, explicitMax: token.explicitMaxTtl, age: Math.floor(now / 1000) - Math.floor(token.issuedAt / 1000) });
  if (seconds <= 0) throw new VaultRefusal(500, 'past the max TTL, cannot renew');
  token.expiresAt = now + seconds * 1000;
  token.renewedAt = now;
  return { auth: grantOf(text, token, seconds), ...(warnings ? { warnings } : {}) };
}

function revoke(call: VaultCall): undefined {
  call.tokens.revoke(callerOf(call).token);
}

const fieldsOfCreate = ['policies', 'ttl', 'explicit_max_ttl', 'num_uses', 'renewable', 'no_default_policy', 'no_parent', 'display_name', 'meta', 'type'];

function create(call: VaultCall): Result {
  const { fields } = call;
  const { token: parent } = callerOf(call);
  if (parent.uses !== undefined && parent.uses > 0) throw badRequest('restricted use token cannot generate child tokens');
  const other = Object.keys(fields).find((name) => !fieldsOfCreate.includes(name) && isSet(fields[name]));
  if (other !== undefined || !['', 'service'].includes(textField(fields, 'type') ?? '')) throw notImitated(other ?? 'a token of this type');

  const policies = policiesOf(fields, parent);
  const isRoot = policies.includes('root');
  const orphan = booleanField(fields, 'no_parent') ?? false;
  if (orphan && !parent.policies.includes('root')) throw badRequest('root or sudo privileges required to create orphan token');
  const wanted = durationField(fields, 'ttl');
  const explicitMaxTtl = durationField(fields, 'explicit_max_ttl') ?? 0;
  const uses = wholeNumberField(fields, 'num_uses') ?? 0;
  if (uses < 0) throw badRequest('number of uses cannot be negative');
  if ((wanted ?? 0) < 0) throw badRequest('ttl must be positive');
  const endless = isRoot && !wanted && explicitMaxTtl === 0;
  const { seconds, warnings } = endless ? { seconds: 0 } : lifetime({ wanted, usual: 0, max: 0, explicitMax: explicitMaxTtl });
  const metadata = metadataOf(fields);
  const { text, token } = call.tokens.issue({
    namespace: call.namespace.path,
    policies,
    path: 'auth/token/create',
    displayName: ['token', textField(fields, 'display_name') ?? ''].filter((part) => part !== '').join('-').replace(/[^a-zA-Z0-9-]/g, '-').replace(/-$/, ''),
    ...(metadata === undefined ? {} : { metadata }),
    ttl: seconds,
    explicitMaxTtl,
    renewable: booleanField(fields, 'renewable') ?? true,
    uses,
    ...(orphan ? {} : { parent }),
  });
  return { auth: grantOf(text, token, seconds), ...(warnings ? { warnings } : {}) };
}

// Nobody hands on more than he has himself; only a root token makes another one.
function policiesOf(fields: Fields, parent: Token): readonly string[] {
  const isRoot = parent.policies.includes('root');
  const wanted = (textListField(fields, 'policies') ?? []).map((name) => name.toLowerCase());
  const withDefault = (booleanField(fields, 'no_default_policy') ?? false) ? [] : ['default'];
  if (wanted.length === 0) return parent.policies;
  if (wanted.includes('root')) return isRoot ? ['root'] : refuse('root tokens may not be created without parent token being root');
  if (!isRoot && !wanted.every((name) => parent.policies.includes(name))) return refuse('child policies must be subset of parent');
  const inherited = isRoot ? withDefault : withDefault.filter((name) => parent.policies.includes(name));
  return [...new Set([...wanted, ...inherited])].toSorted();
}

function metadataOf(fields: Fields): Readonly<Record<string, string>> | undefined {
  const meta = objectField(fields, 'meta');
  return meta && Object.fromEntries(Object.keys(meta).map((name) => [name, textField(meta, name) ?? '']));
}


function refuse(text: string): never {
  throw badRequest(text);
}
