import { AsyncLocalStorage } from 'node:async_hooks';
import { CarnetError } from '@carnet/provider';
import type { Person, Principal } from '../access/principal.ts';
import type { Actor, Audit, AuditRecord } from '../audit/audit.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { createAttempts } from '../machines/attempts.ts';
import type { MachineTokens } from '../machines/machine-tokens.ts';
import { UniqueViolation } from '../store/storage-error.ts';
import type { Store } from '../store/store.ts';
import { unheld } from '../store/unheld.ts';
import { acceptCode } from './accept-code.ts';
import { isGuessable, isOauth, isOpen, originRefused, refusalInAnswer, refusalOf, withoutToken } from './auth-answers.ts';
import { clientHeaders, digestOfCredential, isSafe, typedIn, withOneCredential } from './auth-request.ts';
import { authPath, createBetterAuth, sessionLives, type BetterAuth, type NewSession, type User } from './better-auth.ts';
import type { PeopleChange } from './guarded-adapter.ts';
import { hashPassword } from './password.ts';
import { auditRecordOf } from './people-audit.ts';
import type { PeopleSettings } from './people-settings.ts';
import { createStoredValues } from './stored-values.ts';

/** Where a request comes from, for the audit log and the limit of attempts. */
export interface Origin {
  /** The client's address, as the server knows it. */
  readonly address?: string | undefined;
  readonly requestId?: string | undefined;
}

export interface People {
  /**
   * Answers `/v1/auth/*`: the addresses of the library that stand open.
   *
   * @throws CarnetError `REQUEST_INVALID`, `REQUEST_UNAUTHENTICATED`, `REQUEST_ORIGIN_REFUSED`
   * @throws PlatformError `SIGN_IN_REFUSED`, `ATTEMPTS_EXHAUSTED`, `RESOURCE_NOT_FOUND`
   */
  handler(request: Request, origin?: Origin): Promise<Response>;
  /**
   * Whom a request comes from; undefined for one without a credential. A cookie counts from our own origin alone once the request may
   * change something.
   *
   * @throws CarnetError `REQUEST_UNAUTHENTICATED`, `REQUEST_ORIGIN_REFUSED`
   * @throws PlatformError `TOKEN_EXPIRED`, `ATTEMPTS_EXHAUSTED`
   */
  principalOf(request: Request, origin?: Origin): Promise<Principal | undefined>;
  /**
   * A link with which somebody signs in once, within ten minutes, whatever else they use to sign in: it passes the second factor by,
   * and proves the e-mail. Whoever may make one may become anybody, so it is for the operator alone: no route makes one.
   *
   * @returns `<base>/sign-in#<token>`: what stands behind `#` reaches no log of a server
   */
  signInLink(person: { readonly email: string; readonly name: string }): Promise<string>;
  /** @throws PlatformError `SIGN_IN_REFUSED`, `ATTEMPTS_EXHAUSTED` */
  redeem(token: string, request: Request, origin?: Origin): Promise<NewSession>;
  /**
   * Makes a user with a password, and `also` what they came for, or neither. What `also` answers with is recorded.
   *
   * @throws PlatformError `SIGN_IN_REFUSED` where somebody has the e-mail
   */
  signUp(person: { readonly email: string; readonly name: string; readonly password: string }, request: Request, origin: Origin, also: (user: User) => Promise<readonly AuditRecord[]>): Promise<NewSession>;
  /** Sets the first password, or another one; ends all other sessions. Answers with the cookies of the new session. */
  setPassword(person: Person, passwords: { readonly current?: string | undefined; readonly password: string }, request: Request, origin: Origin): Promise<readonly string[]>;
  endSessions(person: Person, origin: Origin): Promise<void>;
  /** Removes sessions, codes and links that are over: to be called once in an hour or so. */
  removeExpired(): Promise<void>;
}

export interface PeopleOptions {
  readonly store: Store;
  readonly audit: Pick<Audit, 'append'>;
  readonly tokens: MachineTokens;
  readonly settings: PeopleSettings;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

interface Ambient extends Origin {
  readonly actor?: Actor | undefined;
  /** Where records are kept until the end of the unit. */
  readonly records?: AuditRecord[] | undefined;
  /** Of a second factor, as it was typed. */
  readonly code?: string | undefined;
}

/** People: how they sign in, and who a request comes from. */
export async function createPeople({ store, audit, tokens, settings, now }: PeopleOptions): Promise<People> {
  const ambient = new AsyncLocalStorage<Ambient>();
  const attempts = createAttempts(now);
  const bearers = createAttempts(now);
  // Each makes a row, and needs no credential.
  const deviceRequests = createAttempts(now, 30);
  const ownOrigin = new URL(settings.baseUrl).origin;
  const administrators = new Set(settings.administrators.map((email) => email.toLowerCase()));
  const { life } = sessionLives(settings);
  const auth: BetterAuth = await createBetterAuth(store, settings, {
    values: createStoredValues(settings.sessionSecret),
    unit: (work) => store.joined(work),
    tooOld: (createdAt) => createdAt.getTime() + life <= now(),
    async changed(change) {
      const { code } = ambient.getStore() ?? {};
      if (code !== undefined && isNewSession(change) && !(await acceptCode(store, { userId: String(change.row['userId']), code, open: auth.openSecret, now: now() }))) throw new PlatformError({ code: 'SIGN_IN_REFUSED', message: 'The code was used already.', hint: 'Wait for the next one.' });
      const record = auditRecordOf(change, ambient.getStore() ?? { actor: platform });
      if (!record) return;
      const kept = ambient.getStore()?.records;
      if (kept) kept.push(record);
      else await audit.append(record);
    },
  });

  /** A browser says where a request that may change something comes from; one that does not say so is no browser, and needs no cookie. */
  function checkOrigin(request: Request): void {
    if (isSafe(request.method) || !request.headers.has('cookie')) return;
    if (request.headers.get('origin') !== ownOrigin) throw originRefused();
  }

  function personOf({ sessionId, user: { id, name, email, emailVerified } }: { readonly sessionId: string; readonly user: User }): Person {
    return { kind: 'person', userId: id, name, email, sessionId, administrator: emailVerified && administrators.has(email.toLowerCase()) };
  }

  async function personOfBearer(token: string, address: string | undefined): Promise<Person> {
    const session = await auth.sessionOf(new Headers({ authorization: `Bearer ${token}` }));
    if (session) return personOf(session);
    bearers.begin(token.slice(0, 8), address);
    throw new CarnetError({ code: 'REQUEST_UNAUTHENTICATED', message: 'The request carries no valid token.' });
  }

  /** What the library answers, in our own words where it refuses. */
  async function answered(request: Request, path: string): Promise<{ readonly response: Response; readonly refusal?: undefined } | { readonly response?: undefined; readonly refusal: Error }> {
    try {
      const response = await auth.handler(request);
      if (response.status < 400) return { response: isOauth(path) ? response : await withoutToken(response) };
      const refusal = await refusalInAnswer(response.clone(), path);
      return refusal ? { refusal } : { response };
    } catch (error) {
      return { refusal: refusalOf(error, path) };
    }
  }

  /** For an e-mail that nobody has, the same is done as for one that somebody has. */
  async function recordRefusal(path: string, email: string, { address, requestId }: Origin): Promise<void> {
    const user = await auth.userByEmail(email);
    await audit.append({
      scope: 'platform', actor: { kind: 'person', id: null, name: null, address, requestId }, action: 'person.sign_in_refused',
      ...(user && { target: { kind: 'person', id: user.id, name: user.email } }), details: { way: path.slice(1) },
    });
  }

  return {
    async handler(request, origin = {}) {
      const path = new URL(request.url).pathname.slice(authPath.length);
      if (!isOpen(request.method, path)) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'There is nothing at this address.' });
      const asked = withOneCredential(request);
      // The answer of the identity provider may come as a form from its own origin; what it says is bound to a cookie of ours.
      if (!path.startsWith('/callback/')) checkOrigin(asked);
      const { email, code } = await typedIn(asked, path);
      const forget = isGuessable(path) ? attempts.begin(`${path} ${email ?? digestOfCredential(asked)}`, origin.address) : undefined;
      if (path === '/device/code') deviceRequests.begin(path, origin.address);
      const { response, refusal } = await ambient.run({ ...origin, code }, () => answered(asked, path));
      if (!refusal) {
        forget?.();
        return response;
      }
      if (isOwnFault(refusal)) forget?.();
      else if (forget && isSignInRefused(refusal)) await recordRefusal(path, email ?? '', origin);
      throw refusal;
    },

    async principalOf(request, { address } = {}) {
      const authorization = request.headers.get('authorization');
      if (authorization !== null) {
        const [, token] = /^Bearer ([\w~+/.%-]{1,512}=*)$/i.exec(authorization) ?? [];
        if (token === undefined) throw new CarnetError({ code: 'REQUEST_UNAUTHENTICATED', message: 'The Authorization header carries no bearer token.' });
        return token.startsWith('carnet_') ? await tokens.verify(token, address) : await personOfBearer(token, address);
      }
      const cookie = request.headers.get('cookie');
      if (cookie === null) return undefined;
      const session = await auth.sessionOf(new Headers({ cookie }));
      if (!session) return undefined;
      checkOrigin(request);
      return personOf(session);
    },

    async signInLink({ email, name }) {
      const text = await ambient.run({ actor: platform }, () => store.unit(async () => {
        const user = await auth.userByEmail(email) ?? await auth.createUser({ email, name, emailVerified: true });
        return (await tokens.issue({ kind: 'sign-in', user: user.id }, `Sign-in link for ${user.email}`, platform)).text;
      }));
      return `${new URL('/sign-in', settings.baseUrl).href}#${text}`;
    },

    async redeem(token, request, origin = {}) {
      return await ambient.run({ ...origin }, () => store.unit(async () => {
        const user = await auth.userById(await tokens.redeem(token, origin.address));
        if (user && !user.emailVerified) await auth.prove(user.id);
        return orRefused(user && await auth.signIn(user.id, clientHeaders(request)));
      }));
    },

    async signUp({ email, name, password }, request, origin, also) {
      const passwordHash = await hashPassword(password);
      const records: AuditRecord[] = [];
      return await ambient.run({ ...origin, records }, () => store.unit(async () => {
        const user = await auth.createUser({ email, name, emailVerified: false });
        await auth.addPassword(user.id, passwordHash);
        const more = await also(user);
        const session = orRefused(await auth.signIn(user.id, clientHeaders(request)));
        // At once and at the end: chains that two units write to in another order wait for each other.
        await audit.append(...more, ...records);
        return session;
      })).catch(unlessThere('Somebody has an account with this e-mail.', 'Sign in with it, and accept the invitation then.'));
    },

    async setPassword({ userId, sessionId }, { current, password }, request, origin) {
      if (await auth.hasPassword(userId)) {
        const forget = attempts.begin(`password ${userId}`, origin.address);
        const headers = clientHeaders(request, ['authorization', 'cookie']);
        try {
          const cookies = await ambient.run({ ...origin }, () => auth.changePassword(headers, current ?? '', password));
          forget();
          return cookies;
        } catch (error) {
          const refusal = refusalOf(error, '/change-password');
          if (!isSignInRefused(refusal)) forget();
          throw refusal;
        }
      }
      const passwordHash = await hashPassword(password);
      return await ambient.run({ ...origin }, () => store.unit(async () => {
        // A session that was ended meanwhile sets nothing.
        if (!(await store.db.selectFrom('session').select('id').where('id', '=', sessionId).executeTakeFirst())) throw new CarnetError({ code: 'REQUEST_UNAUTHENTICATED', message: 'The session is over.' });
        await auth.addPassword(userId, passwordHash);
        return [];
      })).catch(unlessThere('A password was set meanwhile.', 'Repeat it with the current password.'));
    },

    async removeExpired() {
      await auth.removeExpired();
      const links = store.db.selectFrom('machine_token').select('id').where('kind', '=', 'sign-in').where('expires_at', '<=', now());
      await store.db.deleteFrom('machine_token').where('id', 'in', unheld(store, links)).execute();
    },

    async endSessions({ userId }, origin) {
      await ambient.run({ ...origin }, () => store.unit(() => auth.endSessions(userId)));
    },
  };
}

const platform: Actor = { kind: 'platform', id: null, name: null };

/** What a good code brings, and nothing else of the requests that carry one. */
function isNewSession({ model, act }: PeopleChange): boolean {
  return model === 'session' && act === 'create';
}

/** Whoever came first has it, also of two at once: the index decides. */
function unlessThere(message: string, hint: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof UniqueViolation ? new PlatformError({ code: 'SIGN_IN_REFUSED', message, hint }) : error;
  };
}

function isSignInRefused(error: Error): boolean {
  return error instanceof PlatformError && error.code === 'SIGN_IN_REFUSED';
}

function isOwnFault(error: Error): boolean {
  return error instanceof PlatformError && error.status >= 500;
}

function orRefused(session: NewSession | undefined): NewSession {
  if (!session) throw new PlatformError({ code: 'SIGN_IN_REFUSED' });
  return session;
}
