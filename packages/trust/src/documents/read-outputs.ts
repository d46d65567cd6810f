import { CarnetError, type TrustPlan } from '@carnet/provider';
import { jsonDocuments } from './json-documents.ts';

/** What a set-up printed, by the names of the plan. */
export type TrustOutputs = Readonly<Record<string, string>>;

// In characters.
const longestText = 1_048_576;
const longestOutput = 2_048;
const deepest = 12;

/**
 * The outputs of a trust in whatever its set-up printed: lines of noise around one JSON object, `terraform output -json`,
 * what a deployment or a single command printed as JSON, or several of these one after the other.
 *
 * @throws CarnetError `INPUT_INVALID` where an output is missing, is no text of at most 2,048 characters, or has two values
 * @example
 * ```ts
 * import type { TrustPlan } from '@carnet/provider';
 * import { readOutputs } from '@carnet/trust';
 * declare const plan: TrustPlan;
 * readOutputs('Created.\n{"tenantId":"0f4a1c52-9c1a-4a0e-8a57-3b1e7c1d2f60","clientId":"7b0d7c3e-53b8-4c7e-9d43-0f1c9a3f2b11"}\n', plan);
 * ```
 */
export function readOutputs(text: string, { outputs }: TrustPlan): TrustOutputs {
  if (text.length > longestText) throw refused('The text is too long to be what a set-up printed.');
  const documents = jsonDocuments(text);
  const leaves = documents.flatMap((document) => leavesOf(document));
  const names = Object.keys(outputs);
  const found = Object.entries(outputs).map(([name, others]) => [name, valueOf(name, [name, ...others], leaves)] as const);
  const missing = found.flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length > 0) {
    throw refused(documents.length === 0
      ? `The text holds no JSON, and so not ${names.join(' and ')}.`
      : `The text does not say ${missing.map((name) => [name, ...outputs[name] ?? []].join(' or ')).join(', nor ')}.`);
  }
  return Object.fromEntries(found.map(([name, value]) => [name, value ?? '']));
}

interface Leaf {
  readonly path: string;
  readonly value: unknown;
}

/** The first of its names that stands there decides, each as a member or as the end of a path of members. */
function valueOf(name: string, names: readonly string[], leaves: readonly Leaf[]): string | undefined {
  for (const each of names) {
    const values = new Set(leaves.filter(({ path }) => path === each || path.endsWith(`.${each}`)).map(({ value }) => value));
    if (values.size > 1) throw refused(`The text has two values for ${name}.`, 'Give the output of one set-up alone.');
    for (const value of values) {
      if (typeof value === 'string' && value !== '' && value.length <= longestOutput && !/\p{Cc}/u.test(value)) return value;
      if (typeof value === 'number') return String(value);
      throw refused(`The text has something for ${name} that it cannot be.`);
    }
  }
  return undefined;
}

function leavesOf(value: unknown, path: string = '', depth: number = 0): readonly Leaf[] {
  if (typeof value !== 'object' || value === null || depth > deepest) return [{ path, value }];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => leavesOf(each, path, depth + 1));
  const members = value as Readonly<Record<string, unknown>>;
  // A stack lists its outputs as pairs; Terraform and deployments wrap each in its type.
  if (typeof members['OutputKey'] === 'string') return [{ path: members['OutputKey'], value: members['OutputValue'] }];
  if ('type' in members && 'value' in members) return leavesOf(members['value'], path, depth + 1);
  return Object.entries(members).flatMap(([name, each]) => leavesOf(each, path === '' ? name : `${path}.${name}`, depth + 1));
}

function refused(message: string, hint: string = 'Give what the set-up printed, whole and as it was printed; several outputs one after the other are fine.'): CarnetError {
  return new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message, hint });
}
