import type { Fault } from '../fault.ts';

/** A fault, and its name within a sentence. */
export type NamedFault = readonly [name: string, fault: Fault];

export const statusFaults: readonly NamedFault[] = [500, 502, 503, 504].map((status) => [`a ${status}`, { kind: 'status', status, body: '' }]);

export const htmlFaults: readonly NamedFault[] = [200, 403, 404, 502].map((status) => [`a page with ${status}`, { kind: 'html', status }]);

export const brokenFaults: readonly NamedFault[] = [['a reset', { kind: 'reset' }], ['half an answer', { kind: 'truncate' }]];

const headers = { 'content-type': 'application/json' };

export const shapeFaults: readonly NamedFault[] = ['{}', 'null', '[]', '7', '""', '', '{"value":', 'hello'].map((body) => [body === '' ? 'nothing' : body, { kind: 'status', status: 200, headers, body }]);

/** Those that are sure to pass. */
export const passingFaults: readonly NamedFault[] = [...statusFaults, ...brokenFaults];
