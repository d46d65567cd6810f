import { AwsRefusal } from '../protocol/aws-refusal.ts';
import { checkConstraints, type Constraint } from '../protocol/constraints.ts';
import type { JsonInput } from '../protocol/json-protocol.ts';
import { twoValues } from './secrets-manager-refusals.ts';
import type { SecretValue } from './stored-secrets.ts';

/** Members of an input, checked by the bounds of the service's model. A wrong type is refused before a wrong length. */
export const largestValue: number = 65_536;

const bounds: Readonly<Record<string, Constraint>> = {
  SecretId: { required: true, min: 1, max: 2048 },
  Name: { required: true, min: 1, max: 512 },
  VersionId: { min: 32, max: 64 },
  VersionStage: { min: 1, max: 256 },
  ClientRequestToken: { min: 32, max: 64 },
  RemoveFromVersionId: { min: 32, max: 64 },
  MoveToVersionId: { min: 32, max: 64 },
  Description: { max: 2048 },
  KmsKeyId: { max: 2048 },
  NextToken: { min: 1, max: 4096 },
};

const wrongType = (): AwsRefusal => new AwsRefusal('SerializationException', 'The request has a member of another type than the service expects.');

export function text(input: JsonInput, name: string): string | undefined {
  const value = input[name] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw wrongType();
  checkConstraints('ValidationException', [{ name: memberName(name), value, constraint: bounds[name] ?? {} }]);
  return value;
}

export function requiredText(input: JsonInput, name: string): string {
  const value = text(input, name);
  if (value !== undefined) return value;
  checkConstraints('ValidationException', [{ name: memberName(name), value, constraint: { required: true } }]);
  return '';
}

export function flag(input: JsonInput, name: string): boolean {
  const value = input[name] ?? false;
  if (typeof value !== 'boolean') throw wrongType();
  return value;
}

export function wholeNumber(input: JsonInput, name: string, constraint: Constraint = {}): number | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType();
  checkConstraints('ValidationException', [{ name: memberName(name), value, constraint }]);
  return value;
}

export function textList(input: JsonInput, name: string, { min = 1, max }: { readonly min?: number; readonly max: number }): readonly string[] | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw wrongType();
  if (value.length >= min && value.length <= max) return value;
  const bound = value.length < min ? `greater than or equal to ${min}` : `less than or equal to ${max}`;
  throw new AwsRefusal('ValidationException', `1 validation error detected: Value '[${value.join(', ')}]' at '${memberName(name)}' failed to satisfy constraint: Member must have length ${bound}`);
}

export function tags(input: JsonInput): readonly (readonly [string, string])[] {
  const list = objects(input, 'Tags').map((tag): readonly [string, string] => {
    const { Key: key, Value: value = '' } = tag;
    if (typeof key !== 'string' || typeof value !== 'string') throw wrongType();
    checkConstraints('ValidationException', [{ name: 'tags.key', value: key, constraint: { min: 1, max: 128 } }, { name: 'tags.value', value, constraint: { max: 256 } }]);
    return [key, value];
  });
  checkConstraints('ValidationException', [{ name: 'tags', value: list.length, constraint: { max: 50 } }]);
  return list;
}

export function objects(input: JsonInput, name: string): readonly JsonInput[] {
  const value = input[name] ?? [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item))) throw wrongType();
  return value as JsonInput[];
}

/** `SecretString` or `SecretBinary`; undefined where neither is there. */
export function secretValue(input: JsonInput): SecretValue | undefined {
  const string = text(input, 'SecretString');
  const base64 = text(input, 'SecretBinary');
  if (string !== undefined && base64 !== undefined) throw twoValues();
  const value = base64 === undefined ? string : decodeBase64(base64);
  if (value !== undefined) checkSize(base64 === undefined ? 'secretString' : 'secretBinary', Buffer.byteLength(value));
  return value;
}

// Counted in bytes, and never repeated.
function checkSize(name: string, size: number): void {
  const bound = size < 1 ? 'greater than or equal to 1' : size > largestValue ? `less than or equal to ${largestValue}` : undefined;
  if (bound !== undefined) throw new AwsRefusal('ValidationException', `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must have length ${bound}`);
}

function decodeBase64(encoded: string): Uint8Array {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(encoded)) throw wrongType();
  return Buffer.from(encoded, 'base64');
}

function memberName(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** @throws AwsRefusal where Secrets Manager takes no such name */
export function checkName(name: string): void {
  if (!/^[\w/+=.@!-]{1,512}$/.test(name)) {
    throw new AwsRefusal('ValidationException', 'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!');
  }
}
