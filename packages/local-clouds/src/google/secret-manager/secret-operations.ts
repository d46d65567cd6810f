import { jsonAnswer, type Answer, type IncomingCall } from '../../network/exchange.ts';
import type { GooglePrincipal } from '../access-tokens.ts';
import { invalidArgument } from '../google-refusal.ts';
import { matchesFilter } from './list-filter.ts';
import { listPage } from './list-page.ts';
import type { SecretPath } from './secret-path.ts';
import { etagDiffers, secretExists, secretHasNoVersions, secretNotFound, versionInState, versionNotFound } from './secret-refusals.ts';
import { readBody, readChange, readDescription, readPayload } from './secret-requests.ts';
import { payloadResource, secretResource, versionResource } from './secret-resources.ts';
import { findVersion, secretId, type SecretVersion, type StoredSecret, type StoredSecrets, type VersionState } from './stored-secrets.ts';

/** A call that its caller may make, with what it is about. */
export interface SecretCall {
  readonly call: IncomingCall;
  readonly path: SecretPath;
  readonly secrets: StoredSecrets;
  /** `projects/<number>`, with its location where there is one. */
  readonly parent: string;
  readonly caller: GooglePrincipal;
  allows(permission: string): boolean;
}

export interface SecretOperation {
  /** Undefined where everybody may ask. */
  readonly permission?: string;
  perform(call: SecretCall): Answer;
}

export const secretOperations: Readonly<Record<string, SecretOperation>> = {
  'GET secrets': { permission: 'secretmanager.secrets.list', perform: listSecrets },
  'POST secrets': { permission: 'secretmanager.secrets.create', perform: createSecret },
  'GET secret': { permission: 'secretmanager.secrets.get', perform: (call) => describeSecret(call, requireSecret(call)) },
  'PATCH secret': { permission: 'secretmanager.secrets.update', perform: updateSecret },
  'DELETE secret': { permission: 'secretmanager.secrets.delete', perform: deleteSecret },
  'POST secret:addVersion': { permission: 'secretmanager.versions.add', perform: addVersion },
  'GET versions': { permission: 'secretmanager.versions.list', perform: listVersions },
  'GET version': { permission: 'secretmanager.versions.get', perform: (call) => describeVersion(call, ...requireVersion(call)) },
  'GET version:access': { permission: 'secretmanager.versions.access', perform: accessVersion },
  'POST version:enable': { permission: 'secretmanager.versions.enable', perform: (call) => changeState(call, 'ENABLED') },
  'POST version:disable': { permission: 'secretmanager.versions.disable', perform: (call) => changeState(call, 'DISABLED') },
  'POST version:destroy': { permission: 'secretmanager.versions.destroy', perform: (call) => changeState(call, 'DESTROYED') },
};

const nameOf = ({ parent, path }: SecretCall): string => `${parent}/secrets/${path.secret}`;
const wantsNumericEnums = ({ call }: SecretCall): boolean => (call.url.searchParams.get('$alt') ?? '').includes('enum-encoding=int');

export function requireSecret(call: SecretCall): StoredSecret {
  const secret = call.secrets.find(call.path.secret);
  if (!secret) throw secretNotFound(nameOf(call));
  return secret;
}

function requireVersion(call: SecretCall): [StoredSecret, SecretVersion] {
  const secret = call.secrets.find(call.path.secret);
  if (!secret || secret.versions.length === 0) throw secretHasNoVersions(nameOf(call));
  const version = findVersion(secret, call.path.version);
  if (!version) throw versionNotFound(`${nameOf(call)}/versions/${call.path.version}`);
  return [secret, version];
}

function describeSecret({ parent }: SecretCall, secret: StoredSecret): Answer {
  return jsonAnswer(200, secretResource(parent, secret));
}

function describeVersion(call: SecretCall, secret: StoredSecret, version: SecretVersion): Answer {
  return jsonAnswer(200, versionResource(nameOf(call), secret, version, wantsNumericEnums(call)));
}

function listSecrets({ call, secrets, parent }: SecretCall): Answer {
  const query = call.url.searchParams;
  const matching = secrets.all().filter(({ id, description }) => {
    const labels = Object.entries(description.labels).map(([key, value]) => [`labels.${key}`, [value]]);
    return matchesFilter(query.get('filter') ?? '', { name: [id, `${parent}/secrets/${id}`].slice(0, hasSlash(query) ? 2 : 1), ...Object.fromEntries(labels) as Record<string, string[]> });
  });
  const { items, ...page } = listPage(query, { name: parent, items: matching, keyOf: ({ id }) => id, comesAfter: ({ id }, key) => id > key });
  return jsonAnswer(200, { ...(items.length === 0 ? {} : { secrets: items.map((secret) => secretResource(parent, secret)) }), ...page });
}

// Without a slash a name is looked for in the secret's own, or `name:projects` would find every secret.
const hasSlash = (query: URLSearchParams): boolean => (query.get('filter') ?? '').includes('/');

function listVersions(call: SecretCall): Answer {
  const secret = requireSecret(call);
  const query = call.call.url.searchParams;
  const matching = secret.versions.filter(({ number, state }) => matchesFilter(query.get('filter') ?? '', { name: [number], state: [state] })).reverse();
  const { items, ...page } = listPage(query, { name: nameOf(call), items: matching, keyOf: ({ number }) => number, comesAfter: ({ number }, key) => Number(number) < Number(key) });
  const versions = items.map((version) => versionResource(nameOf(call), secret, version, wantsNumericEnums(call)));
  return jsonAnswer(200, { ...(versions.length === 0 ? {} : { versions }), ...page });
}

function createSecret(call: SecretCall): Answer {
  const { secrets, parent, path } = call;
  const id = call.call.url.searchParams.get('secretId') ?? '';
  if (!secretId.test(id)) throw invalidArgument(`The provided Secret ID [${id}] does not match the expected format [[a-zA-Z_0-9]+].`);
  const description = readDescription(readBody(call.call.body), path.location !== undefined);
  if (secrets.find(id)) throw secretExists(`${parent}/secrets/${id}`);
  return describeSecret(call, secrets.create(id, description));
}

function updateSecret(call: SecretCall): Answer {
  const secret = requireSecret(call);
  const body = readBody(call.call.body);
  requireEtag(body['etag'], secret.etag, nameOf(call));
  call.secrets.describe(secret, readChange(body, call.call.url.searchParams.get('updateMask') ?? ''));
  return describeSecret(call, secret);
}

function deleteSecret(call: SecretCall): Answer {
  const secret = requireSecret(call);
  requireEtag(call.call.url.searchParams.get('etag'), secret.etag, nameOf(call));
  call.secrets.remove(secret.id);
  return jsonAnswer(200, {});
}

function addVersion(call: SecretCall): Answer {
  const secret = requireSecret(call);
  const { data, checksumSent } = readPayload(readBody(call.call.body));
  return describeVersion(call, secret, call.secrets.addVersion(secret, data, checksumSent));
}

function accessVersion(call: SecretCall): Answer {
  const [secret, version] = requireVersion(call);
  if (version.state !== 'ENABLED' || !version.data) throw versionInState(`${nameOf(call)}/versions/${version.number}`, version.state);
  return jsonAnswer(200, payloadResource(nameOf(call), secret, version.number, version.data));
}

function changeState(call: SecretCall, state: VersionState): Answer {
  const [secret, version] = requireVersion(call);
  const name = `${nameOf(call)}/versions/${version.number}`;
  requireEtag(readBody(call.call.body)['etag'], version.etag, name);
  if (version.state === 'DESTROYED') throw versionInState(name, version.state);
  if (version.state !== state) call.secrets.setState(version, state);
  return describeVersion(call, secret, version);
}

function requireEtag(sent: unknown, current: string, name: string): void {
  if (sent !== undefined && sent !== null && sent !== '' && sent !== current) throw etagDiffers(name);
}
