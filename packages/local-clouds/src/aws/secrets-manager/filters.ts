import { AwsRefusal } from '../protocol/aws-refusal.ts';
import type { JsonInput } from '../protocol/json-protocol.ts';
import { text, textList } from './secret-input.ts';
import { invalidParameter } from './secrets-manager-refusals.ts';
import type { StoredSecret } from './stored-secrets.ts';

export type SecretFilter = (secret: StoredSecret) => boolean;

const keys = ['description', 'name', 'tag-key', 'tag-value', 'primary-region', 'owning-service', 'all'] as const;
const valueForm = /^!?[a-zA-Z0-9 :_@/+=.\-!]{0,511}$/;

/**
 * The filters of a call; a secret has to pass all of them.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Filter.html
 *
 * @throws AwsRefusal where one is not what the service takes
 */
export function readFilters(filters: readonly JsonInput[]): readonly SecretFilter[] {
  if (filters.length > 10) throw new AwsRefusal('ValidationException', "1 validation error detected: Value at 'filters' failed to satisfy constraint: Member must have length less than or equal to 10");
  return filters.map((filter, index) => {
    const name = `filters.${index + 1}.member.key`;
    const key = keys.find((known) => known === text(filter, 'Key'));
    if (key === undefined) {
      throw new AwsRefusal('ValidationException', `1 validation error detected: Value '${text(filter, 'Key') ?? ''}' at '${name}' failed to satisfy constraint: Member must satisfy enum value set: [${keys.join(', ')}]`);
    }
    const values = textList(filter, 'Values', { max: 10 });
    if (!values?.every((value) => valueForm.test(value))) throw invalidParameter(`Invalid filter values for key: ${key}`);
    return (secret) => passes(secret, key, values);
  });
}

/** One of the plain values, and none of the negated. */
function passes(secret: StoredSecret, key: (typeof keys)[number], values: readonly string[]): boolean {
  const plain = values.filter((value) => !value.startsWith('!'));
  const negated = values.filter((value) => value.startsWith('!')).map((value) => value.slice(1));
  const matches = (value: string): boolean => matchesKey(secret, key, value);
  return (plain.length === 0 || plain.some(matches)) && !negated.some(matches);
}

function matchesKey(secret: StoredSecret, key: (typeof keys)[number], value: string): boolean {
  const startsWith = (attribute: string): boolean => attribute.startsWith(value);
  switch (key) {
    case 'name':
      return startsWith(secret.name);
    case 'description':
      return (secret.description ?? '').toLowerCase().startsWith(value.toLowerCase());
    case 'tag-key':
      return [...secret.tags.keys()].some(startsWith);
    case 'tag-value':
      return [...secret.tags.values()].some(startsWith);
    case 'all': {
      const attributes = [secret.name, secret.description ?? '', ...secret.tags.keys(), ...secret.tags.values()].join(' ').toLowerCase();
      return value.toLowerCase().split(/[\s/_+=.@-]+/).every((word) => attributes.includes(word));
    }
    // Nothing here is replicated or managed by another service.
    default:
      return false;
  }
}
