import type { JWTPayload } from 'jose';
import { isObject } from '../request-fields.ts';
import { badRequest } from '../vault-refusal.ts';
import type { JwtRole } from './role.ts';

/** A claim by its name, or by a JSON pointer (RFC 6901) where that starts with a slash. */
function claimAt(claims: JWTPayload, name: string): unknown {
  if (!name.startsWith('/')) return own(claims, name);
  const steps = name.slice(1).split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return steps.reduce<unknown>((value, step) => (Array.isArray(value) ? (value as unknown[])[Number(step)] : own(value, step)), claims);
}

function own(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The name of the user that a token stands for. */
export function userOf(claims: JWTPayload, { userClaim }: JwtRole): string {
  const user = own(claims, userClaim) ?? null;
  if (user === null) throw badRequest(`claim ${JSON.stringify(userClaim)} not found in token`);
  if (typeof user !== 'string') throw badRequest(`claim ${JSON.stringify(userClaim)} could not be converted to string`);
  return user;
}

/** What the role keeps of a token beside its user. */
export function metadataOf(claims: JWTPayload, { name, claimMappings }: JwtRole): Readonly<Record<string, string>> {
  const mapped = Object.entries(claimMappings ?? {}).flatMap(([claim, key]): [string, string][] => {
    const value = claimAt(claims, claim) ?? null;
    if (value === null) return [];
    if (typeof value !== 'string') throw badRequest(`error converting claim '${claim}' to string`);
    return [[key, value]];
  });
  return { ...Object.fromEntries(mapped), role: name };
}

/** @throws VaultRefusal where a claim is not one of the values that the role is bound to */
export function requireBoundClaims(claims: JWTPayload, { boundClaims, boundClaimsType }: JwtRole): void {
  for (const [name, expected] of Object.entries(boundClaims ?? {})) {
    const given = claimAt(claims, name) ?? null;
    if (given === null) refuse(`claim ${JSON.stringify(name)} is missing`);
    const values = listOf(given) ?? refuse('received claim is not a string, bool, int or list');
    const wanted = listOf(expected) ?? refuse('bound claim is not a string, bool, int or list');
    const found = wanted.some((each) => values.some((value) => (boundClaimsType === 'glob' ? fitsGlob(each, value) : each === value)));
    if (!found) refuse(`claim ${JSON.stringify(name)} does not match any associated bound claim values`);
  }
}

function listOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as unknown[];
  return ['string', 'boolean', 'number'].includes(typeof value) ? [value] : undefined;
}

// A star alone has a meaning, and stands for any text (github.com/ryanuber/go-glob).
function fitsGlob(pattern: unknown, value: unknown): boolean {
  if (typeof pattern !== 'string' || typeof value !== 'string') return false;
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return value === pattern;
  if (!value.startsWith(first) || !value.endsWith(last) || value.length < first.length + last.length) return false;
  let at = first.length;
  return rest.every((part) => {
    const found = value.indexOf(part, at);
    at = found + part.length;
    return found >= 0 && at <= value.length - last.length;
  });
}

function refuse(why: string): never {
  throw badRequest(`error validating claims: ${why}`);
}
