import { CarnetError, errorCodes, type SentToken, type SubjectTokenRequest } from '@carnet/provider';
import { withDeadline } from '../calls/with-deadline.ts';
import type { WorkloadIdentity } from '../composition/composition.ts';
import type { Host } from './host.ts';
import { sentToken } from './sent-token.ts';

/** What the credentials of one workload identity config share; a static credential has one of its own. */
export interface Session {
  /** The providers' place for cloud credentials and clients. */
  readonly map: Map<string, unknown>;
  /** What the last token said. The token itself is not kept. */
  readonly sent: SentToken | undefined;
  /** How many tokens were asked for: an exchange took place where this grew. */
  readonly tokensAsked: number;
  subjectToken(request?: SubjectTokenRequest): Promise<string>;
}

export function createSession(host: Host, identity: WorkloadIdentity | undefined): Session {
  let sent: SentToken | undefined;
  let tokensAsked = 0;
  return {
    map: new Map(),
    get sent() {
      return sent;
    },
    get tokensAsked() {
      return tokensAsked;
    },
    async subjectToken(request) {
      if (!identity || !host.tokens) {
        throw new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: 'This credential has no workload identity, so it gets no subject token.', step: 'mint', retryable: false });
      }
      tokensAsked += 1;
      const token = await askFor(host, identity, request);
      const claims = typeof token === 'string' ? sentToken(token) : undefined;
      if (claims?.audience !== identity.audience) {
        const what = claims ? `for the audience '${claims.audience}'` : 'that is no JWT with an issuer, a subject and one audience';
        throw new CarnetError({
          code: 'SUBJECT_TOKEN_INVALID',
          message: `The source of subject tokens gave a token ${what}, and workload identity config '${identity.name}' needs '${identity.audience}'.`,
          step: 'mint',
        });
      }
      sent = claims;
      return token;
    },
  };
}

async function askFor(host: Host, { name, audience, claims }: WorkloadIdentity, request: SubjectTokenRequest | undefined): Promise<string> {
  // A provider wrote the request: nothing but these two fields goes on.
  const signal = request?.signal instanceof AbortSignal ? request.signal : undefined;
  const renew = request?.renew === true;
  try {
    return await withDeadline({ clock: host.clock, milliseconds: host.callMs, signals: [signal, host.closing], what: 'Getting a subject token' }, (inner) =>
      (host.tokens as NonNullable<Host['tokens']>).subjectToken({
        audience, workloadIdentity: name, signal: inner, ...(renew ? { renew } : {}), ...(claims.length > 0 ? { claims } : {}),
      }));
  } catch (error) {
    // An issuer's error carries the same marker, with codes of a list of its own.
    if (CarnetError.isInstance(error) && Object.hasOwn(errorCodes, error.code)) throw new CarnetError({ ...error, message: error.message, step: 'mint' });
    throw new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: `The source of subject tokens failed for workload identity config '${name}'.`, step: 'mint' });
  }
}
