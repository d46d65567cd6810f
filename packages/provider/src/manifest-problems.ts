import { audienceFields } from './audience.ts';
import { isOptionalClaim } from './claims.ts';
import { reservedAudienceOwner } from './reserved-audiences.ts';
import { schemaProblems } from './settings/check-schema.ts';
import type { IdentityDefinition, Manifest } from './v1/manifest.ts';

const identifier = /^[a-z][a-z0-9-]{0,39}$/;
const largestManifest = 256 * 1024;

function identityProblems(identity: IdentityDefinition): readonly string[] {
  const { audience, schema, claims } = identity;
  const fields = schema?.properties ?? {};
  const required = schema?.required ?? [];
  const problems = [...schemaProblems(schema, false)];
  for (const name of audienceFields(identity)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!required.includes(name) && field?.default === undefined) problems.push(`its audience names ${name}, which is no required field`);
    if (typeof audience === 'string' && field?.type === 'string' && field.format === 'uri' && audience !== `{${name}}`) {
      problems.push('an address must fill the whole audience');
    }
  }
  const literals = typeof audience === 'string' ? [audience] : Object.values(audience.audiences);
  for (const literal of literals) {
    const owner = reservedAudienceOwner(literal);
    if (owner !== undefined && owner !== identity.kind) problems.push(`its audience ${literal} belongs to ${owner}`);
  }
  for (const [claim, field] of Object.entries<string | undefined>({ ...claims })) {
    if (!isOptionalClaim(claim)) problems.push(`the claim ${claim} is not one the issuer knows`);
    if (field === undefined || fields[field]?.type !== 'boolean') problems.push(`the claim ${claim} is not switched by a boolean field`);
  }
  return problems.map((problem) => `identity: ${problem}`);
}

// The rules are pure and cost more than the text: a host looks at the same manifests for every kickoff.
const sound = new Set<string>();
const mostRemembered = 32;

function isPlainData(value: unknown, depth = 0): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth > 16) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value) || prototype === Object.prototype || prototype === null;
  return isPlain && Object.values(value).every((member) => isPlainData(member, depth + 1));
}

/**
 * Every rule of the contract that a manifest breaks, one sentence each; an empty list where it breaks none.
 *
 * @example
 * ```ts
 * import { manifestProblems } from '@carnet/provider';
 * manifestProblems({ id: 'acme', title: 'Acme', store: { schema: { type: 'object', properties: {} } }, methods: [{ id: 'token' }], refusedEnvironment: [] }); // []
 * ```
 */
export function manifestProblems(manifest: Manifest): readonly string[] {
  if (!isPlainData(manifest)) return ['the manifest is not plain data'];
  const text = JSON.stringify(manifest);
  if (text.length > largestManifest) return [`the manifest is larger than ${largestManifest} bytes`];
  if (sound.has(text)) return [];
  const problems = brokenRules(manifest);
  if (problems.length === 0) {
    if (sound.size >= mostRemembered) sound.clear();
    sound.add(text);
  }
  return problems;
}

function brokenRules(manifest: Manifest): readonly string[] {
  const problems: string[] = [];
  if (typeof manifest.id !== 'string' || !identifier.test(manifest.id)) problems.push('its id is not of the form [a-z][a-z0-9-]{0,39}');
  if (!manifest.title) problems.push('it has no title');
  if (manifest.identity) {
    if (!identifier.test(manifest.identity.kind)) problems.push('its kind of identity is not of the form [a-z][a-z0-9-]{0,39}');
    if ('schema' in manifest.identity) problems.push(...identityProblems(manifest.identity));
  }
  problems.push(...schemaProblems(manifest.store?.schema, false).map((problem) => `store: ${problem}`));
  const methods = manifest.methods ?? [];
  if (methods.length === 0) problems.push('it has no method');
  if (new Set(methods.map(({ id }) => id)).size !== methods.length) problems.push('two of its methods have the same id');
  for (const { id, schema } of methods) {
    if (!identifier.test(id)) problems.push(`the id of the method ${id} is not of the form [a-z][a-z0-9-]{0,39}`);
    if (id === 'workload-identity' && !manifest.identity) problems.push('it offers workload identity and has no identity');
    if (schema) problems.push(...schemaProblems(schema, true).map((problem) => `method ${id}: ${problem}`));
  }
  for (const refused of manifest.refusedEnvironment ?? []) {
    const name = typeof refused === 'string' ? refused : refused.name;
    if (!/^[A-Za-z_][A-Za-z0-9_]*\*?$/.test(name)) problems.push(`${name} is no name of an environment variable`);
  }
  if (manifest.trust) {
    problems.push(...schemaProblems(manifest.trust.schema, false).map((problem) => `trust: ${problem}`));
    if (!manifest.trust.formats?.length || manifest.trust.formats.some(({ id }) => !identifier.test(id))) problems.push('trust: its formats have no ids');
  }
  return problems;
}
