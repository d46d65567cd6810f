import type { Diagnosis, ErrorCode } from '@carnet/provider';
import type { Difference } from './difference.ts';

/** The rungs of every ladder, from the issuer to the store, with their titles. Ids and their order are stable: commands, API and console share them. */
export const rungTitles = {
  'issuer.discovery': 'discovery document',
  'issuer.name': 'issuer named as in the token',
  'issuer.keys': 'signing key published',
  clock: 'clock',
  mint: 'subject token',
  registration: 'registered as sent',
  exchange: 'exchange',
  identity: 'identity',
  secret: 'secret',
  'json-key': 'JSON key',
  list: 'list of names',
  'probe.subject': 'stranger refused',
  'probe.audience': 'foreign audience refused',
} as const;

export type RungId = keyof typeof rungTitles;

/**
 * `unproven`: all is well as seen from this host, which proves nothing about the cloud's view until an exchange is accepted.
 * `warn`: the trust works, and something beside it is missing.
 */
export type RungStatus = 'pass' | 'fail' | 'warn' | 'skip' | 'unproven';

/** What may be told of a failure: never a value, a token or an SDK's error. */
export interface RungError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly cloudCode?: string | undefined;
  readonly cloudMessage?: string | undefined;
  readonly requestId?: string | undefined;
  readonly docsUrl: string;
}

/** One step of a connection test. */
export interface Rung {
  readonly id: RungId;
  readonly title: string;
  readonly status: RungStatus;
  readonly durationMs: number;
  /** What was found, in one sentence. */
  readonly message: string;
  /** The secret that it is about, as a reference in text form. */
  readonly reference?: string | undefined;
  readonly sent?: Readonly<Record<string, string>> | undefined;
  readonly expected?: Readonly<Record<string, string>> | undefined;
  /** Where what we send first departs from what is registered. */
  readonly difference?: Difference | undefined;
  readonly error?: RungError | undefined;
  readonly diagnosis?: Omit<Diagnosis, 'sent'> | undefined;
  /** The commands that print what the cloud has registered. */
  readonly commands?: readonly string[] | undefined;
}

export type RungDetails = Partial<Omit<Rung, 'id' | 'title' | 'status' | 'message'>>;

export function rungOf(id: RungId, status: RungStatus, message: string, details: RungDetails = {}): Rung {
  return { id, title: rungTitles[id], status, durationMs: 0, message, ...details };
}

export const skipped = (id: RungId, message: string, details?: RungDetails): Rung => rungOf(id, 'skip', message, details);
