import { CarnetError, type BatchResult, type CallOptions, type SecretStore, type StoreReference } from '@carnet/provider';
import type { PutSecret, Scene } from '../scene/scene.ts';
import { Seen, typeName } from '../scene/seen.ts';
import { difference } from './bytes.ts';

/** A result for each reference, as a host sees them: a rejection is the result of each. */
export async function batchOutcomes(store: SecretStore, references: readonly StoreReference[], options: CallOptions = {}): Promise<readonly BatchResult[]> {
  let results: unknown;
  try {
    results = await store.readMany?.(references, options);
  } catch (error) {
    if (!CarnetError.isInstance(error)) throw new Seen(`it failed with ${typeName(error)} and not with a CarnetError`);
    return references.map(() => ({ ok: false, error }));
  }
  if (!Array.isArray(results)) throw new Seen('it settled with something that is no array');
  if (results.length !== references.length) throw new Seen(`${results.length} results came for ${references.length} references`);
  return results as readonly BatchResult[];
}

function batchDifference(result: BatchResult | undefined, { bytes }: Pick<PutSecret, 'bytes'>): string | undefined {
  if (result?.ok !== true) return `a secret that can be read failed${result && CarnetError.isInstance(result.error) ? ` with ${result.error.code}` : ''}`;
  return difference(result.bytes, bytes);
}

/** The first that is not what was put, told by its place. */
export function batchDifferences(results: readonly BatchResult[], wanted: readonly Pick<PutSecret, 'bytes'>[]): string | undefined {
  for (const [index, secret] of wanted.entries()) {
    const problem = batchDifference(results[index], secret);
    if (problem !== undefined) return `at place ${index} of ${wanted.length}, ${problem}`;
  }
  return undefined;
}

/** The error of a result. @throws Seen where it is none */
export function batchFailure(result: BatchResult | undefined): CarnetError {
  if (result === undefined || result.ok) throw new Seen('a secret that cannot be read did not fail');
  if (!CarnetError.isInstance(result.error)) throw new Seen(`a result has ${typeName(result.error)} and not a CarnetError`);
  return result.error;
}

export async function putSeveral(scene: Scene, count: number): Promise<readonly PutSecret[]> {
  return await Promise.all(Array.from({ length: count }, (_, index) => scene.put(`value-${index}`)));
}

/** One read, as a batch of one. @throws CarnetError that of its result */
export async function readInBatch(store: SecretStore, reference: StoreReference, options: CallOptions): Promise<void> {
  const [result] = await batchOutcomes(store, [reference], options);
  if (result?.ok === false) throw batchFailure(result);
}
