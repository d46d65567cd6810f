import type { Kysely } from 'kysely';
import { runStatements, type Dialect } from './statements.ts';

/**
 * The tables of the library for people, as it makes them itself: its own migrations are never run. A test compares the two. The two
 * databases differ here, as the library reads them. The index over an account's provider is ours: a person of it signs in to one user.
 */
export async function people(db: Kysely<unknown>, { kind }: Dialect): Promise<void> {
  const date = kind === 'sqlite' ? 'date' : 'timestamptz';
  const boolean = kind === 'sqlite' ? 'integer' : 'boolean';
  const now = kind === 'sqlite' ? '' : 'default CURRENT_TIMESTAMP';
  await runStatements(db, `
    create table "user" ("id" text not null primary key, "name" text not null, "email" text not null unique,
      "emailVerified" ${boolean} not null, "image" text, "createdAt" ${date} ${now} not null, "updatedAt" ${date} ${now} not null,
      "twoFactorEnabled" ${boolean});
    create table "session" ("id" text not null primary key, "expiresAt" ${date} not null, "token" text not null unique,
      "createdAt" ${date} ${now} not null, "updatedAt" ${date} not null, "ipAddress" text, "userAgent" text,
      "userId" text not null references "user" ("id") on delete cascade);
    create table "account" ("id" text not null primary key, "accountId" text not null, "providerId" text not null,
      "userId" text not null references "user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text,
      "accessTokenExpiresAt" ${date}, "refreshTokenExpiresAt" ${date}, "scope" text, "password" text,
      "createdAt" ${date} ${now} not null, "updatedAt" ${date} not null);
    create table "verification" ("id" text not null primary key, "identifier" text not null, "value" text not null,
      "expiresAt" ${date} not null, "createdAt" ${date} ${now} not null, "updatedAt" ${date} ${now} not null);
    create table "twoFactor" ("id" text not null primary key, "secret" text not null, "backupCodes" text not null,
      "userId" text not null references "user" ("id") on delete cascade, "verified" ${boolean}, "failedVerificationCount" integer,
      "lockedUntil" ${date});
    create table "deviceCode" ("id" text not null primary key, "deviceCode" text not null, "userCode" text not null, "userId" text,
      "expiresAt" ${date} not null, "status" text not null, "lastPolledAt" ${date}, "pollingInterval" integer, "clientId" text, "scope" text);
    create index "session_userId_idx" on "session" ("userId");
    create index "account_userId_idx" on "account" ("userId");
    create unique index "account_providerId_accountId_uidx" on "account" ("providerId", "accountId");
    create index "verification_identifier_idx" on "verification" ("identifier");
    create index "twoFactor_secret_idx" on "twoFactor" ("secret");
    create index "twoFactor_userId_idx" on "twoFactor" ("userId");
    create unique index "deviceCode_deviceCode_uidx" on "deviceCode" ("deviceCode");
    create unique index "deviceCode_userCode_uidx" on "deviceCode" ("userCode");
  `);
}
