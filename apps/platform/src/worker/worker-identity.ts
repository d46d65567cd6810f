import { fileNamedBy, projectedFile } from '@carnet/identity';
import type { SubjectTokenSource } from '@carnet/provider';
import { isAbsolute } from 'node:path';

/** Which workload identity configs draw on the worker's own identity: by id, or by kind. */
export interface WorkerIdentity {
  /** The worker's own source for this config, or undefined: then the platform's is asked. */
  sourceFor(config: { readonly id: string; readonly kind: string }): SubjectTokenSource | undefined;
}

/**
 * Token files that the platform below the worker projects and renews, each for the configs it is named for and for no other: nothing is picked up because
 * it lies there. A place is an absolute path, or the name of the variable that holds one.
 *
 * @throws CarnetError `CONFIG_INVALID` where the variable is not set
 */
export function createWorkerIdentity(places: Readonly<Record<string, string>>, environment: Readonly<Record<string, string | undefined>>): WorkerIdentity {
  const sources = new Map(Object.entries(places).map(([key, place]) => [key, projectedFile(isAbsolute(place) ? place : fileNamedBy(place, environment))]));
  return { sourceFor: ({ id, kind }) => sources.get(id) ?? sources.get(kind) };
}

/** `<id or kind>=<path or variable>,…` */
export function identityPlaces(items: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(items.map((item) => {
    const [key = '', ...rest] = item.split('=');
    return [key, rest.join('=')];
  }));
}
