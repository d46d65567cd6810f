import { CarnetError } from '@carnet/provider';
import { tellsTrust, type LadderRequest } from '@carnet/trust';
import type { RegisteredDocument } from '../registered-files.ts';

/**
 * Whose trust each document tells of, by the name of the workload identity config: that of the one whose provider can read it.
 *
 * @throws CarnetError `INPUT_INVALID` for a document that nobody reads, or more than one
 */
export function matchRegistered(documents: readonly RegisteredDocument[], requests: readonly LadderRequest[]): ReadonlyMap<string, readonly unknown[]> {
  const identities = new Map(requests.flatMap(({ carnet, credential: { provider: { registrations }, workloadIdentity } }) =>
    (workloadIdentity === undefined || !registrations ? [] : [[workloadIdentity, { registrations, settings: carnet.identity(workloadIdentity).settings }] as const])));
  const matched = new Map<string, unknown[]>();
  for (const { name, document } of documents) {
    const isEmpty = Array.isArray(document) && document.length === 0;
    const [first, ...others] = [...identities].filter(([, { registrations, settings }]) => isEmpty || tellsTrust(registrations, document, settings)).map(([identity]) => identity);
    if (first === undefined) throw invalid(`${name} is not what any command prints that lists what a cloud has registered.`, 'carnet check <credential> prints the commands.');
    if (others.length > 0) throw invalid(`${name} may belong to ${[first, ...others].join(' or ')}.`, 'Compare one credential at a time: carnet check <credential> --registered <file>');
    matched.set(first, [...(matched.get(first) ?? []), document]);
  }
  return matched;
}

function invalid(message: string, hint: string): CarnetError {
  return new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message, hint });
}
