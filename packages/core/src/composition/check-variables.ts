import { CarnetError, checkReference, parseReference, Secret, type SecretReference } from '@carnet/provider';
import type { Credential, SecretForm, Variable } from './composition.ts';
import { suggestion } from './near-name.ts';
import { entriesOf, fieldsOf, isRecord, type FieldRule } from './plain-record.ts';
import type { ProblemList } from './problem-list.ts';

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;
const direct: Readonly<Record<string, FieldRule>> = { value: { type: 'string', required: true }, allow: { type: 'boolean' } };
const stored: Readonly<Record<string, FieldRule>> = { credential: { type: 'string', required: true }, optional: { type: 'boolean' }, encoding: { type: 'string' }, as: { type: 'string' }, allow: { type: 'boolean' } };

export function checkVariables(
  input: unknown, credentials: ReadonlyMap<string, Credential>, credentialNames: readonly string[], problems: ProblemList,
): ReadonlyMap<string, Variable> {
  const variables = new Map<string, Variable>();
  for (const [name, definition] of entriesOf(input, 'variables', problems)) {
    if (!variableName.test(name)) {
      problems.add('VARIABLE_NAME_INVALID', `Variable '${name}': the name must be letters, digits and underscores, with no digit in front.`);
    } else if (!isRecord(definition)) {
      problems.add('CONFIG_INVALID', `Variable '${name}': write { value: '…' } for the value itself, or { credential: '…', secret: 'name#key' } for a secret.`);
    } else {
      const variable = Object.hasOwn(definition, 'value') ? directVariable(name, definition, problems) : storedVariable(name, definition, credentials, credentialNames, problems);
      if (variable) variables.set(name, variable);
    }
  }
  return variables;
}

function directVariable(name: string, definition: unknown, problems: ProblemList): Variable | undefined {
  const place = `Variable '${name}'`;
  const fields = fieldsOf(definition, direct, place, problems);
  if (!fields) return undefined;
  const value = fields.get('value') as string;
  if (!value.isWellFormed()) {
    problems.add('CONFIG_INVALID', `${place} has a value that is not well-formed Unicode.`);
    return undefined;
  }
  return { name, source: 'direct', value: new Secret(new TextEncoder().encode(value)), allow: fields.get('allow') === true };
}

function storedVariable(
  name: string, definition: Record<string, unknown>, credentials: ReadonlyMap<string, Credential>, credentialNames: readonly string[], problems: ProblemList,
): Variable | undefined {
  const place = `Variable '${name}'`;
  const { secret, ...rest } = definition;
  const fields = fieldsOf(rest, stored, place, problems);
  const reference = problems.attempt(place, () => referenceOf(secret));
  if (!fields || !reference) return undefined;
  const form = formOf(fields, (sentence) => problems.add('CONFIG_INVALID', `${place} ${sentence}`));
  if (!form) return undefined;
  const credentialName = fields.get('credential') as string;
  const credential = credentials.get(credentialName);
  if (!credential) {
    if (!credentialNames.includes(credentialName)) {
      problems.add('CREDENTIAL_NOT_FOUND', `${place}: no credential found under the name '${credentialName.slice(0, 100)}'.${suggestion(credentialName, credentialNames)}`);
    }
    return undefined;
  }
  return { name, source: 'secret', credential, reference, optional: fields.get('optional') === true, ...form, allow: fields.get('allow') === true };
}

function formOf(fields: ReadonlyMap<string, unknown>, refuse: (sentence: string) => void): SecretForm | undefined {
  const { encoding = 'utf8', as = 'environment' } = Object.fromEntries(fields);
  if (encoding !== 'utf8' && encoding !== 'base64') refuse("needs encoding to be 'utf8' or 'base64'.");
  else if (as !== 'environment' && as !== 'file') refuse("needs as to be 'environment' or 'file'.");
  else if (as === 'environment') return { as, encoding };
  else if (fields.has('encoding')) refuse("has an encoding, and a file holds the bytes as they are: leave out encoding, or as: 'file'.");
  else return { as };
  return undefined;
}

/** A reference as text or as data. */
export function referenceOf(input: unknown): SecretReference {
  if (typeof input === 'string') return parseReference(input);
  const isText = (part: unknown): boolean => part === undefined || typeof part === 'string';
  // A misspelt jsonKey would put the whole secret where one field was meant.
  const known = isRecord(input) && Object.keys(input).every((field) => ['name', 'jsonKey', 'version'].includes(field));
  if (known && typeof input['name'] === 'string' && isText(input['jsonKey']) && isText(input['version'])) {
    return checkReference(input as unknown as SecretReference);
  }
  throw new CarnetError({ code: 'REFERENCE_INVALID', message: "A secret reference is text such as 'name#key', or { name, jsonKey, version }." });
}
