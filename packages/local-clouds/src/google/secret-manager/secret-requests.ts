import { invalidArgument } from '../google-refusal.ts';
import { isObject, jsonObject, type JsonObject } from '../request-body.ts';
import { notImitated } from './secret-refusals.ts';
import { checksum } from './secret-resources.ts';
import { payloadProblem, type SecretDescription } from './stored-secrets.ts';

const mostLabels = 64;
const describing = ['labels', 'annotations', 'replication'];
const ofTheServer = ['name', 'createTime', 'etag'];

export function readBody(body: Uint8Array): JsonObject {
  return jsonObject(body) ?? refuse('Invalid JSON payload received.');
}

/** The secret of a create. A global one says where it is kept; a regional one does not. */
export function readDescription(body: JsonObject, isRegional: boolean): SecretDescription {
  const other = Object.keys(body).find((field) => !describing.includes(field) && !ofTheServer.includes(field) && !isEmpty(body[field]));
  if (other !== undefined) throw notImitated(other);
  const { replication } = body;
  if (isRegional !== (replication === undefined)) refuse(isRegional ? 'A regional secret has no replication.' : 'The secret must have a replication.');
  if (replication !== undefined && (!isObject(replication) || !['automatic', 'userManaged'].some((kind) => isObject(replication[kind])))) refuse('The replication is automatic or userManaged.');
  return { labels: readTexts(body, 'labels'), annotations: readTexts(body, 'annotations'), replication: replication as object | undefined };
}

/** What an update changes: the fields of its mask. */
export function readChange(body: JsonObject, mask: string): Partial<SecretDescription> {
  const fields = mask.split(',').filter((field) => field !== '');
  if (fields.length === 0) refuse('The update mask is empty.');
  const change: { -readonly [Field in keyof SecretDescription]?: SecretDescription[Field] } = {};
  for (const field of fields) {
    if (field !== 'labels' && field !== 'annotations') throw notImitated(field);
    change[field] = readTexts(body, field);
  }
  return change;
}

/** The payload of a new version, its checksum verified where one was sent. */
export function readPayload(body: JsonObject): { readonly data: Uint8Array; readonly checksumSent: boolean } {
  requireKnown(body, ['payload']);
  const { payload } = body;
  if (!isObject(payload)) return refuse('The payload is missing.');
  requireKnown(payload, ['data', 'dataCrc32c'], 'payload');
  const { data: text = '', dataCrc32c } = payload;
  if (typeof text !== 'string' || !isBase64(text)) return refuse("Invalid value at 'payload.data' (TYPE_BYTES), Base64 decoding failed.");
  const data = Buffer.from(text, 'base64');
  const problem = payloadProblem(data);
  if (problem !== undefined) refuse(problem);
  const checksumSent = dataCrc32c !== undefined && dataCrc32c !== null;
  const expected = checksum(data);
  if (checksumSent && dataCrc32c !== expected && dataCrc32c !== String(expected)) refuse('The payload does not match its dataCrc32c checksum.');
  return { data, checksumSent };
}

function isBase64(text: string): boolean {
  const [, digits] = /^([A-Za-z0-9+/]*|[A-Za-z0-9_-]*)={0,2}$/.exec(text) ?? [];
  // One digit alone is less than a byte.
  return digits !== undefined && digits.length % 4 !== 1;
}

// Google's front refuses a field that the method does not have: a name with a spelling mistake is no field that was left out.
function requireKnown(object: JsonObject, fields: readonly string[], at?: string): void {
  const unknown = Object.keys(object).find((field) => !fields.includes(field));
  if (unknown !== undefined) refuse(`Invalid JSON payload received. Unknown name "${unknown}"${at === undefined ? '' : ` at '${at}'`}: Cannot find field.`);
}

// Client libraries send what was left out as an empty value of its kind.
function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}

function readTexts(body: JsonObject, field: 'labels' | 'annotations'): Readonly<Record<string, string>> {
  const value = body[field] ?? {};
  const entries = isObject(value) ? Object.entries(value) : refuse(`Invalid value at '${field}'.`);
  const areTexts = (each: [string, unknown][]): each is [string, string][] => each.every(([, text]) => typeof text === 'string');
  if (!areTexts(entries) || (field === 'labels' && !areLabels(entries))) return refuse(`Invalid value at '${field}'.`);
  return Object.fromEntries(entries);
}

function areLabels(entries: readonly (readonly [string, string])[]): boolean {
  return entries.length <= mostLabels && entries.every(([key, value]) => /^\p{Ll}[\p{Ll}\p{Nd}_-]{0,62}$/u.test(key) && /^[\p{Ll}\p{Nd}_-]{0,63}$/u.test(value));
}

function refuse(message: string): never {
  throw invalidArgument(message);
}
