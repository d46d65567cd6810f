import type { JWTPayload } from 'jose';
import { OAuthRefusal } from '../oauth-refusal.ts';
import type { ExpressionResult } from './expression.ts';
import type { MappedAttributes, PoolProvider } from './pool-provider.ts';

const longestSubject = 127;
const mostBytes = 8 * 1024;

/**
 * Maps the claims of a verified subject token and asks the attribute condition.
 *
 * @throws OAuthRefusal where no subject comes out, a size is passed or the condition is not true
 */
export function mapAttributes({ mapping, condition }: PoolProvider, claims: JWTPayload): MappedAttributes {
  const assertion = { assertion: claims };
  const subject = mapping.get('google.subject')?.(assertion);
  if (subject === undefined || subject === '') throw refusal('Could not obtain a value for google.subject from the given credential.');
  if (typeof subject !== 'string') throw refusal("The mapped attribute 'google.subject' must be of type STRING.");
  if (Buffer.byteLength(subject) > longestSubject) {
    throw new OAuthRefusal(
      'invalid_request',
      'The size of mapped attribute google.subject exceeds the 127 bytes limit. Either modify your attribute mapping or the incoming assertion to produce a mapped attribute that is less than 127 bytes.',
    );
  }
  const mappedGroups = mapping.get('google.groups')?.(assertion);
  const groups = mappedGroups === undefined ? [] : mappedGroups;
  if (!isList(groups)) throw refusal("The mapped attribute 'google.groups' must be of type STRING_LIST.");
  const attributes = { subject, groups, custom: customAttributes(mapping, assertion) };
  if (bytesOf(attributes) > mostBytes) throw new OAuthRefusal('invalid_request', 'The total size of all mapped attributes exceeds the 8 KB limit.');

  if (condition && condition({ ...assertion, google: { subject, groups }, attribute: attributes.custom }) !== true) throw refusal('The given credential is rejected by the attribute condition.');
  return attributes;
}

function customAttributes(mapping: PoolProvider['mapping'], assertion: Readonly<Record<string, unknown>>): Record<string, string> {
  const custom: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, expression] of mapping) {
    if (!name.startsWith('attribute.')) continue;
    const value = expression(assertion);
    // A claim that the token does not carry leaves its attribute unset.
    if (value === undefined) continue;
    if (typeof value !== 'string') throw refusal(`The mapped attribute '${name}' must be of type STRING.`);
    custom[name.slice('attribute.'.length)] = value;
  }
  return custom;
}

function isList(value: ExpressionResult): value is readonly string[] {
  return Array.isArray(value);
}

function bytesOf({ subject, groups, custom }: MappedAttributes): number {
  return Buffer.byteLength([subject, ...groups, ...Object.entries(custom).flat()].join(''));
}

function refusal(description: string): OAuthRefusal {
  return new OAuthRefusal('unauthorized_client', description);
}
