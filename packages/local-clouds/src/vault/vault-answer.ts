import { randomUUID } from 'node:crypto';
import { jsonAnswer, type Answer } from '../network/exchange.ts';
import { sortedKeys } from './go-values.ts';

/** What somebody gets who logged in, or renewed or made a token. */
export interface TokenGrant {
  readonly client_token: string;
  readonly accessor: string;
  readonly policies: readonly string[];
  readonly token_policies: readonly string[];
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly lease_duration: number;
  readonly renewable: boolean;
  readonly entity_id: string;
  readonly token_type: 'service';
  readonly orphan: boolean;
  readonly mfa_requirement: null;
  readonly num_uses: number;
}

/** What an operation gives back; nothing at all is 204. */
export interface Result {
  readonly status?: number;
  readonly data?: object | null;
  readonly auth?: TokenGrant;
  readonly warnings?: readonly string[];
  /** The kind of the mount that answered; some answers leave it empty. */
  readonly mountType?: string;
  /** Vault leaves the body of this answer out. */
  readonly isEmpty?: boolean;
  /** The data stand beside the envelope, too, as at the oldest of the system's paths. */
  readonly besideEnvelope?: boolean;
}

export const headers: Readonly<Record<string, string>> = { 'cache-control': 'no-store', 'content-type': 'application/json' };

export function answerOf(result: Result | undefined): Answer {
  if (result === undefined) return { status: 204, headers, body: '' };
  if (result.isEmpty === true) return { status: result.status ?? 204, headers, body: '' };
  const { status = 200, auth = null, warnings = null, mountType = '' } = result;
  const data = (sortedKeys(result.data ?? null) ?? null) as object | null;
  const envelope = { request_id: randomUUID(), lease_id: '', renewable: false, lease_duration: 0, data, wrap_info: null, warnings, auth, mount_type: mountType };
  return jsonAnswer(status, result.besideEnvelope === true ? { ...data, ...envelope } : envelope, headers);
}
