import { AwsRefusal } from '../protocol/aws-refusal.ts';
import { tagsInvalid } from './web-identity-refusals.ts';

export interface SessionTags {
  readonly tags: ReadonlyMap<string, string>;
  readonly transitiveKeys: readonly string[];
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
const mostTags = 50;
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

const namespace = 'https://aws.amazon.com/tags';
const flatTag = `${namespace}/principal_tags/`;

/**
 * The tags of a token: `{ principal_tags: { key: [value] }, transitive_tag_keys: [key] }` with a list of one as each value, or
 * the same as flat claims, each value a text.
 */
export function tagsOfClaims(claims: Readonly<Record<string, unknown>>): SessionTags {
  const nested = claims[namespace] === undefined ? {} : claims[namespace];
  if (!isObject(nested)) throw tagsInvalid();
  const { principal_tags: principalTags = {}, transitive_tag_keys: nestedKeys = [] } = nested;
  const flatKeys = claims[`${namespace}/transitive_tag_keys`] ?? [];
  if (!isObject(principalTags) || !isTextList(nestedKeys) || !isTextList(flatKeys)) throw tagsInvalid();
  const nestedTags = Object.entries(principalTags).map(([key, values]): [string, string] => {
    if (!isTextList(values) || values.length !== 1) throw tagsInvalid();
    return [key, values[0] ?? ''];
  });
  const flat = Object.entries(claims).filter(([claim]) => claim.startsWith(flatTag));
  const flatTags = flat.map(([claim, value]): [string, string] => {
    if (typeof value !== 'string') throw tagsInvalid();
    return [claim.slice(flatTag.length), value];
  });
  return checkTags([...nestedTags, ...flatTags], [...nestedKeys, ...flatKeys], tagsInvalid);
}

/** The tags of a call's own parameters. */
export function tagsOfParameters(tags: readonly (readonly [string, string])[], transitiveKeys: readonly string[]): SessionTags {
  return checkTags(tags, transitiveKeys, () => new AwsRefusal('ValidationError', 'The session tags are not valid.'));
}

function checkTags(tags: readonly (readonly [string, string])[], transitiveKeys: readonly string[], invalid: () => AwsRefusal): SessionTags {
  const keys = tags.map(([key]) => key.toLowerCase());
  const isLegal = ([key, value]: readonly [string, string]): boolean =>
    key.length >= 1 && key.length <= 128 && value.length <= 256 && allowed.test(key) && allowed.test(value) && !/^aws:/i.test(key);
  if (tags.length > mostTags || !tags.every(isLegal) || new Set(keys).size !== keys.length) throw invalid();
  if (!transitiveKeys.every((key) => keys.includes(key.toLowerCase()))) throw invalid();
  return { tags: new Map(tags), transitiveKeys };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
