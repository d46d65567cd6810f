import { CarnetError, errorCodes, type Observation, type SentToken, type SubjectTokenRequest } from '@carnet/provider';
import { withDeadline } from '../calls/with-deadline.ts';
import type { WorkloadIdentity } from '../composition/composition.ts';
import type { Host } from './host.ts';
import { sentToken } from './sent-token.ts';

// The clouds' own SDKs take a credential for ended five minutes before it is.
const lastUseMs = 300_000;

/** A Carnet that uses a session, with its own name for the workload identity config. */
interface User {
  readonly host: Host;
  readonly identity: WorkloadIdentity | undefined;
}

/**
 * What the credentials of one workload identity config share; a static credential has one of its own. Providers keep parts of
 * their context in it, so what they were given speaks through it to whichever Carnet uses it now.
 */
export class Session {
  /** The providers' place for cloud credentials and clients. */
  readonly map: Map<string, unknown> = new Map();
  readonly #first: Host;
  #users: readonly User[];
  #sent: SentToken | undefined;
  #tokensAsked = 0;
  #told = 0;
  #exchangedBy: string | undefined;
  #usableUntil: { readonly time: number; readonly exchange: number } | undefined;
  #retired = false;

  constructor(host: Host, identity: WorkloadIdentity | undefined) {
    this.#first = host;
    this.#users = [{ host, identity }];
  }

  /** What the last token said. The token itself is not kept. */
  get sent(): SentToken | undefined {
    return this.#sent;
  }

  /** How many tokens were asked for: an exchange took place where this grew. */
  get tokensAsked(): number {
    return this.#tokensAsked;
  }

  /** Of several runs that waited for one exchange, it is new for the one whose token was traded. Undefined where that was told before. */
  originFor({ run }: Host, askedBefore: number): 'new' | { readonly reusedFrom: string } | undefined {
    if (this.#exchangedBy !== undefined && this.#exchangedBy !== run?.id) return { reusedFrom: this.#exchangedBy };
    if (this.#tokensAsked === this.#told && this.#tokensAsked === askedBefore) return undefined;
    this.#told = this.#tokensAsked;
    return 'new';
  }

  get inUse(): boolean {
    return this.#users.length > 0;
  }

  /** Another Carnet may take it: it is on its first handshake, or what came of that lives for a while. An end that nobody knows is none that has not come. */
  isOpenTo({ clock, transport }: Host): boolean {
    if (this.#retired || this.#first.clock !== clock || this.#first.transport !== transport) return false;
    return this.#usableUntil === undefined ? this.inUse : clock.now() < this.#usableUntil.time - lastUseMs;
  }

  enter(host: Host, identity: WorkloadIdentity): void {
    this.#users = [...this.#users, { host, identity }];
  }

  leave(host: Host): void {
    this.#users = this.#users.filter((user) => user.host !== host);
  }

  /** Nobody else takes it from now on. */
  retire(): void {
    this.#retired = true;
  }

  authenticated(expiresAt: number | undefined): void {
    const time = expiresAt ?? -Infinity;
    const earlier = this.#usableUntil?.exchange === this.#tokensAsked ? this.#usableUntil.time : Infinity;
    this.#usableUntil = { time: Math.min(time, earlier), exchange: this.#tokensAsked };
  }

  observe(observation: Observation): void {
    this.#users[0]?.host.observe(observation);
  }

  async subjectToken(request?: SubjectTokenRequest): Promise<string> {
    for (;;) {
      const user = this.#users.find(({ host }) => !host.closing.aborted) ?? this.#users[0];
      if (user === undefined) throw new CarnetError({ code: 'ABORTED', message: 'This Carnet is closed.', step: 'mint' });
      try {
        return await this.#ask(user, request);
      } catch (error) {
        // One flight serves several: whoever left may have been the one that asked.
        if (!user.host.closing.aborted || !this.#users.some(({ host }) => !host.closing.aborted)) throw error;
      }
    }
  }

  async #ask({ host, identity }: User, request: SubjectTokenRequest | undefined): Promise<string> {
    if (!identity || !host.tokens) {
      throw new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: 'This credential has no workload identity, so it gets no subject token.', step: 'mint', retryable: false });
    }
    this.#tokensAsked += 1;
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
    this.#sent = claims;
    this.#exchangedBy = host.run?.id;
    return token;
  }
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
