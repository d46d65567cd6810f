import { randomUUID } from 'node:crypto';
import { CarnetError } from '@carnet/provider';
import { betterAuth, type BetterAuthOptions } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { symmetricDecrypt } from 'better-auth/crypto';
import { getAdapter } from 'better-auth/db/adapter';
import { bearer, deviceAuthorization, genericOAuth, twoFactor } from 'better-auth/plugins';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Store } from '../store/store.ts';
import { refusalOf } from './auth-answers.ts';
import { guardAdapter, type GuardOptions } from './guarded-adapter.ts';
import { hashPassword, longestPassword, shortestPassword, verifyPassword } from './password.ts';
import { oidcProviderId, type OidcSettings, type PeopleSettings } from './people-settings.ts';

/** The client id under which the command line signs in (RFC 8628). */
const commandLineClient = 'carnet-cli';
/** Where the library is mounted. */
export const authPath = '/v1/auth';

const day = 86_400_000;
const outsideMs = 15_000;

/** The life of sessions in milliseconds, the standards filled in. */
export function sessionLives({ sessionIdleMs = 7 * day, sessionLifeMs = 30 * day }: PeopleSettings): { readonly idle: number; readonly life: number } {
  return { idle: Math.min(sessionIdleMs, sessionLifeMs), life: sessionLifeMs };
}

/** What the library is made with, except for the database: its comparison with our tables needs the same. */
export function betterAuthOptions(settings: PeopleSettings): BetterAuthOptions {
  return optionsOf(settings);
}

function optionsOf(settings: PeopleSettings) {
  const { idle } = sessionLives(settings);
  return {
    appName: 'Carnet',
    baseURL: settings.baseUrl,
    basePath: authPath,
    secret: settings.sessionSecret,
    trustedOrigins: [new URL(settings.baseUrl).origin],
    logger: { disabled: true },
    telemetry: { enabled: false },
    // Attempts are limited by `handler`, for all ways to sign in alike.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    session: { expiresIn: idle / 1000, updateAge: Math.min(idle / 10, day) / 1000, cookieCache: { enabled: false } },
    user: { validateUserInfo: ({ source }) => (source.method === 'oauth' ? refusalOfProfile(source.oauth?.profile ?? {}, settings.oidc) : undefined) },
    // Thrown, and put in our own words: the library would write what it does not know to the standard error output as it is.
    onAPIError: { throw: true, errorURL: new URL('/sign-in', settings.baseUrl).href },
    advanced: {
      cookiePrefix: 'carnet',
      useSecureCookies: settings.baseUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      // Said outright: left out, the library leaves both checks away where it finds itself in a test.
      disableCSRFCheck: false,
      disableOriginCheck: false,
      database: { generateId: () => randomUUID(), validateSchema: false },
    },
    plugins: [
      twoFactor({ issuer: 'Carnet' }),
      deviceAuthorization({ validateClient: (clientId) => clientId === commandLineClient, verificationUri: new URL('/device', settings.baseUrl).href, expiresIn: '10m', interval: '5s' }),
      bearer(),
      genericOAuth({ config: settings.oidc ? [oidcConfiguration(settings.oidc)] : [] }),
      ownSession,
    ],
  } satisfies BetterAuthOptions;
}

/** A user as the library knows them. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Whether somebody other than the person said so: the operator by a link, or the identity provider. */
  readonly emailVerified: boolean;
  readonly twoFactorEnabled: boolean;
}

/** A session that was just made: its cookies, and its token for who wants no cookies. */
export interface NewSession {
  readonly token: string;
  readonly cookies: readonly string[];
}

/** What we use of the library. */
export interface BetterAuth {
  /** @throws APIError of the library; what our database and audit throw */
  handler(request: Request): Promise<Response>;
  sessionOf(headers: Headers): Promise<{ readonly sessionId: string; readonly user: User } | undefined>;
  signIn(userId: string, headers: Headers): Promise<NewSession | undefined>;
  userByEmail(email: string): Promise<User | undefined>;
  userById(id: string): Promise<User | undefined>;
  createUser(user: Pick<User, 'name' | 'email' | 'emailVerified'>): Promise<User>;
  /** Gives a user the first password. The hash is made before: nothing slow belongs into a transaction. */
  addPassword(userId: string, passwordHash: string): Promise<void>;
  /** Takes away what an unproven address gathered: passwords, outside identities, second factors, sessions. The address counts as proven from now on. */
  prove(userId: string): Promise<void>;
  /** @throws APIError of the library */
  changePassword(headers: Headers, currentPassword: string, newPassword: string): Promise<readonly string[]>;
  hasPassword(userId: string): Promise<boolean>;
  endSessions(userId: string): Promise<void>;
  /** Of a second factor, as it stands in the table. */
  openSecret(sealed: string): Promise<string>;
  /** Removes what is over anyway: sessions, codes, verification values. */
  removeExpired(): Promise<void>;
}

/** The library on our database. */
export async function createBetterAuth({ db, kind }: Pick<Store, 'db' | 'kind'>, settings: PeopleSettings, guard: GuardOptions): Promise<BetterAuth> {
  const { oidc, ...ours } = settings;
  const options = optionsOf(ours);
  const unguarded = await getAdapter({ ...options, database: { db, type: kind, transaction: false } });
  const adapter = guardAdapter(unguarded, guard);
  const auth = betterAuth({ ...options, database: () => adapter });
  // Asks the identity provider for its addresses before it answers anything: nobody but those who sign in there waits for it.
  const outside = oidc && betterAuth({ ...optionsOf(settings), database: () => adapter });
  outside?.$context.catch(() => undefined);
  const { internalAdapter, secretConfig } = await auth.$context;
  return {
    handler: (request) => (outside && isOutside(request) ? inTime(outside.handler(request)) : auth.handler(request)),
    async sessionOf(headers) {
      // The library tells its own 500 where the database did not answer.
      const found = await auth.api.getSession({ headers }).catch((error: unknown) => { throw refusalOf(error, '/get-session'); });
      return found ? { sessionId: found.session.id, user: userOf(found.user) } : undefined;
    },
    async signIn(userId, headers) {
      const { headers: answered, response } = await auth.api.signInAs({ body: { userId }, headers, returnHeaders: true });
      return response ? { token: response.token, cookies: answered.getSetCookie() } : undefined;
    },
    async userByEmail(email) {
      const found = await internalAdapter.findUserByEmail(email);
      return found ? userOf(found.user) : undefined;
    },
    async userById(id) {
      const found = await internalAdapter.findUserById(id);
      return found ? userOf(found) : undefined;
    },
    async createUser({ name, email, emailVerified }) {
      const at = new Date();
      return userOf(await adapter.create<Record<string, unknown>, Partial<User> & Pick<User, 'id' | 'name' | 'email' | 'emailVerified'>>({
        model: 'user', data: { name, email: email.toLowerCase(), emailVerified, createdAt: at, updatedAt: at, twoFactorEnabled: false },
      }));
    },
    async addPassword(userId, passwordHash) {
      await internalAdapter.linkAccount({ userId, providerId: 'credential', accountId: userId, password: passwordHash });
    },
    async prove(userId) {
      await internalAdapter.deleteUserSessions(userId);
      await internalAdapter.deleteAccounts(userId);
      await adapter.deleteMany({ model: 'twoFactor', where: [{ field: 'userId', value: userId }] });
      await internalAdapter.updateUser(userId, { emailVerified: true, twoFactorEnabled: false });
    },
    async changePassword(headers, currentPassword, newPassword) {
      const answer = await auth.api.changePassword({ body: { currentPassword, newPassword, revokeOtherSessions: true }, headers, returnHeaders: true });
      return answer.headers.getSetCookie();
    },
    async hasPassword(userId) {
      return (await internalAdapter.findCredentialAccount(userId)) !== null;
    },
    openSecret: (sealed) => symmetricDecrypt({ key: secretConfig, data: sealed }),
    endSessions: (userId) => internalAdapter.deleteUserSessions(userId),
    async removeExpired() {
      // Nobody does anything here, so that nothing is recorded; and nobody is waited for, as `unheld` tells.
      for (const model of ['session', 'deviceCode', 'verification'].map((name) => sql.table(name))) {
        await sql`delete from ${model} where id in (select id from ${model} where "expiresAt" < ${new Date().toISOString()} ${kind === 'postgres' ? sql`for update skip locked` : sql``})`.execute(db);
      }
    },
  };
}

function userOf({ id, name, email, emailVerified, twoFactorEnabled }: Pick<User, 'id' | 'name' | 'email' | 'emailVerified'> & { readonly twoFactorEnabled?: boolean | null | undefined }): User {
  return { id, name, email, emailVerified: Boolean(emailVerified), twoFactorEnabled: twoFactorEnabled === true };
}

/** Signs a user in whom we have proven ourselves: by a link, or by an invitation. It has no address of its own. */
const ownSession = {
  id: 'carnet-session',
  endpoints: {
    signInAs: createAuthEndpoint.serverOnly({ method: 'POST', body: z.object({ userId: z.string() }) }, async (context) => {
      const { internalAdapter } = context.context;
      const user = await internalAdapter.findUserById(context.body.userId);
      if (!user) return null;
      const session = await internalAdapter.createSession(user.id);
      await setSessionCookie(context, { session, user });
      return { token: session.token };
    }),
  },
} as const;

function isOutside({ url }: Request): boolean {
  const { pathname } = new URL(url);
  return pathname === `${authPath}/sign-in/social` || pathname.startsWith(`${authPath}/callback/`);
}

/** The library waits for the identity provider as long as that likes. */
async function inTime(answer: Promise<Response>): Promise<Response> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new CarnetError({ code: 'DEADLINE_EXCEEDED', message: 'The identity provider did not answer in time.', hint: 'Try again; if it lasts, check CARNET_SIGN_IN_ISSUER and the way to it.' })), outsideMs);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function oidcConfiguration({ name, issuer, clientId, clientSecret }: OidcSettings) {
  return {
    providerId: oidcProviderId,
    name,
    discoveryUrl: `${issuer}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    requireIdTokenVerification: true,
  };
}

/** An address counts only where the provider has proven it, and its domain is named. */
function refusalOfProfile(profile: Readonly<Record<string, unknown>>, oidc: OidcSettings | undefined): { readonly error: string } | undefined {
  const { email, email_verified: verified } = profile;
  if (!oidc || typeof email !== 'string' || (verified !== true && verified !== 'true')) return { error: 'email_not_verified' };
  const domain = email.toLowerCase().split('@').at(-1);
  return oidc.allowedDomains.some((allowed) => allowed.toLowerCase() === domain) ? undefined : { error: 'domain_not_allowed' };
}
