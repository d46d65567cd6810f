/**
 * The tables of the library for people, as it would create them itself, frozen here so that our tables may point at `user` and one
 * migration makes all of them. The library's own comparison with these tables is a test: it tells when an update wants more.
 */
export function betterAuthTables(kind: 'sqlite' | 'postgres'): readonly string[] {
  const flag = kind === 'sqlite' ? 'integer' : 'boolean';
  const time = kind === 'sqlite' ? 'date' : 'timestamptz';
  return [
    `create table "user" ("id" text not null primary key, "name" text not null, "email" text not null unique, "emailVerified" ${flag} not null, "image" text, "createdAt" ${time} not null, "updatedAt" ${time} not null, "twoFactorEnabled" ${flag})`,
    `create table "session" ("id" text not null primary key, "expiresAt" ${time} not null, "token" text not null unique, "createdAt" ${time} not null, "updatedAt" ${time} not null, "ipAddress" text, "userAgent" text, "userId" text not null references "user" ("id") on delete cascade)`,
    `create table "account" ("id" text not null primary key, "accountId" text not null, "providerId" text not null, "userId" text not null references "user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" ${time}, "refreshTokenExpiresAt" ${time}, "scope" text, "password" text, "createdAt" ${time} not null, "updatedAt" ${time} not null)`,
    `create table "verification" ("id" text not null primary key, "identifier" text not null, "value" text not null, "expiresAt" ${time} not null, "createdAt" ${time} not null, "updatedAt" ${time} not null)`,
    `create table "twoFactor" ("id" text not null primary key, "secret" text not null, "backupCodes" text not null, "userId" text not null references "user" ("id") on delete cascade, "verified" ${flag}, "failedVerificationCount" integer, "lockedUntil" ${time})`,
    `create table "deviceCode" ("id" text not null primary key, "deviceCode" text not null, "userCode" text not null, "userId" text, "expiresAt" ${time} not null, "status" text not null, "lastPolledAt" ${time}, "pollingInterval" integer, "clientId" text, "scope" text)`,
    'create index "session_userId_idx" on "session" ("userId")',
    'create index "account_userId_idx" on "account" ("userId")',
    // Ours: the library reads two accounts of one outside identity as an error, but does not prevent them.
    'create unique index "account_providerId_accountId_uidx" on "account" ("providerId", "accountId")',
    'create index "verification_identifier_idx" on "verification" ("identifier")',
    'create index "twoFactor_secret_idx" on "twoFactor" ("secret")',
    'create index "twoFactor_userId_idx" on "twoFactor" ("userId")',
    'create unique index "deviceCode_deviceCode_uidx" on "deviceCode" ("deviceCode")',
    'create unique index "deviceCode_userCode_uidx" on "deviceCode" ("userCode")',
  ];
}
