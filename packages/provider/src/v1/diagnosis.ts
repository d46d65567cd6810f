import type { CarnetError } from '../errors/carnet-error.ts';
import type { StoreReference } from '../reference.ts';
import type { Settings } from './settings.ts';

/** What our token said. Times are epoch seconds, as in the token (RFC 7519). */
export interface SentToken {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly keyId?: string;
  readonly issuedAt?: number;
  readonly expiresAt?: number;
}

/** All that a diagnosis may know: never a value, a token or an SDK's error. */
export interface Failure {
  readonly error: CarnetError;
  readonly operation: 'authenticate' | 'read' | 'list' | 'write' | 'remove' | 'check';
  readonly method: string;
  readonly identity?: Settings;
  readonly store: Settings;
  /** The method's fields that are not secret. */
  readonly methodSettings?: Settings;
  readonly token?: SentToken;
  readonly reference?: StoreReference;
  /** Whether `authenticate` passed before this failed. */
  readonly authenticated?: boolean;
}

/** What an operator reads at three in the morning. */
export interface Diagnosis {
  /** One sentence: what is wrong, and on which side. */
  readonly cause: string;
  /** One sentence: what to do. */
  readonly cure: string;
  /** The cure as a command to copy. */
  readonly command?: string;
  /** The values of our token, by name, to hold against what the cloud has registered. */
  readonly sent?: Readonly<Record<string, string>>;
  /** `warning`: the trust works, a permission is missing. */
  readonly severity: 'error' | 'warning';
}
