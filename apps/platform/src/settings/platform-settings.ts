import type { SettingsTable } from './read-settings.ts';
import { createAuditSigner, type AuditSigner } from '../audit/audit-signer.ts';
import { readAllowedAddresses, type ListedAddress } from '../provider-host/allowed-addresses.ts';
import { parseSealingKey, type SealingKey } from '../sealing/sealing-key.ts';
import { providerPackagesSetting } from './provider-packages-setting.ts';
import { listSetting, numberSetting, readSetting, textSetting } from './setting.ts';

const port = { least: 0, most: 65_535 } as const;

/** The settings with their values; what is optional has no standard. */
export interface PlatformSettings {
  readonly issuer?: string | undefined;
  readonly signingKey?: string | undefined;
  readonly keySource: string;
  readonly databaseUrl?: string | undefined;
  readonly dataDirectory: string;
  readonly encryptionKey?: SealingKey | undefined;
  readonly previousEncryptionKeys: readonly SealingKey[];
  readonly sessionSecret?: string | undefined;
  readonly auditKey?: AuditSigner | undefined;
  /** Absent: for ever. */
  readonly auditRetentionDays?: number | undefined;
  readonly publicUrl?: string | undefined;
  readonly administrators: readonly string[];
  readonly providers: readonly string[];
  /** `uid:gid`. */
  readonly providerUser?: string | undefined;
  readonly allowedAddresses: readonly ListedAddress[];
  readonly host: string;
  readonly port: number;
  readonly trustedProxies: number;
  readonly managementHost: string;
  readonly managementPort: number;
  readonly drainSeconds: number;
  readonly requestsPerMinute: number;
  readonly renewalsPerMinute: number;
  readonly logLevel: string;
  readonly tracesEndpoint?: string | undefined;
  readonly signInIssuer?: string | undefined;
  readonly signInClientId?: string | undefined;
  readonly signInClientSecret?: string | undefined;
  readonly signInDomains: readonly string[];
}

/** Everything that can be set. The page of settings and the problems that a start lists are made of it. */
export const platformSettings: SettingsTable<PlatformSettings> = {
  issuer: textSetting({
    name: 'OIDC_ISSUER', meaning: 'The https URL under which the clouds fetch the two documents of the issuer, byte for byte.', form: 'an https URL', example: 'https://issuer.example.com',
  }),
  signingKey: textSetting({
    name: 'OIDC_PRIVATE_KEY', secret: true, meaning: 'The signing key. Without one nothing is minted.', form: 'a PEM, a JWK or a private JWK Set', example: 'OIDC_PRIVATE_KEY_FILE=/run/secrets/issuer.pem',
    pattern: /\S/, longest: 200_000,
  }),
  keySource: textSetting({ name: 'OIDC_KEY_SOURCE', meaning: 'Where the signing keys are.', form: 'environment', example: 'environment', standard: 'environment', pattern: /^[a-z]{1,40}$/ }),
  databaseUrl: textSetting({
    name: 'DATABASE_URL', secret: true, meaning: 'The PostgreSQL database. Without it an SQLite file in the data directory is used, by one server alone.',
    form: 'postgres://user:password@host:port/database', example: 'DATABASE_URL_FILE=/run/secrets/database-url', pattern: /^postgres(?:ql)?:\/\/\S+$/,
  }),
  dataDirectory: textSetting({ name: 'CARNET_DATA_DIRECTORY', meaning: 'Where the embedded database and the spool of the audit stand.', form: 'a path', example: '/var/lib/carnet', standard: './carnet-data' }),
  encryptionKey: readSetting({
    name: 'CARNET_ENCRYPTION_KEY', secret: true, meaning: 'Wraps what is kept sealed: static secrets, direct and baked values. Without it a backup cannot be read.',
    form: '32 random bytes as base64 or hex', example: 'CARNET_ENCRYPTION_KEY_FILE=/run/secrets/encryption-key (openssl rand -base64 32)', read: parseSealingKey,
  }),
  previousEncryptionKeys: readSetting({
    name: 'CARNET_PREVIOUS_ENCRYPTION_KEYS', secret: true, meaning: 'Keys of before, until `rewrap` has put everything under the current one.', form: 'keys, one a line',
    example: 'CARNET_PREVIOUS_ENCRYPTION_KEYS_FILE=/run/secrets/previous-keys', read: (text) => text.split(/[\s,]+/).map(parseSealingKey), standard: [],
  }),
  sessionSecret: textSetting({
    name: 'CARNET_SESSION_SECRET', secret: true, meaning: 'Signs cookies and cursors and keeps second factors. Changed, everybody signs in anew and sets up the second factor again.',
    form: '32 random characters or more', example: 'CARNET_SESSION_SECRET_FILE=/run/secrets/session-secret (openssl rand -base64 32)', pattern: /^\S{32,}$/,
  }),
  auditKey: readSetting({
    name: 'CARNET_AUDIT_KEY', secret: true, meaning: 'Signs the head of each audit log every hour. Without it a whole log that was written anew cannot be told from the old one.',
    form: 'an Ed25519 private key as PEM', example: 'CARNET_AUDIT_KEY_FILE=/run/secrets/audit.pem (openssl genpkey -algorithm ed25519)', read: createAuditSigner,
  }),
  auditRetentionDays: numberSetting({
    name: 'CARNET_AUDIT_RETENTION_DAYS', meaning: 'How many days entries of the audit logs are kept at the least; once a day older ones go, up to a signed head. Needs CARNET_AUDIT_KEY. Without it they are kept for ever.',
    form: 'a number from 30 to 36500', example: '400', least: 30, most: 36_500,
  }),
  publicUrl: textSetting({
    name: 'CARNET_URL', meaning: 'The address by which people and workers reach this server; cookies and links follow from it.', form: 'an https URL without a path (http on the loopback address alone)',
    example: 'https://carnet.example.com', pattern: /^https?:\/\/[^\s/?#@]+$/,
  }),
  administrators: listSetting({ name: 'CARNET_ADMINISTRATORS', meaning: 'Who administers the platform.', form: 'e-mail addresses, separated by commas', example: 'ada@example.com', item: /^[^\s@,]+@[^\s@,]+$/ }),
  providers: providerPackagesSetting('Provider packages besides those of the composition.'),
  providerUser: textSetting({
    name: 'CARNET_PROVIDER_USER', meaning: 'The user that provider code runs as. Needs a start as root.', form: 'uid:gid', example: '65534:65534', pattern: /^[1-9]\d{0,9}:[1-9]\d{0,9}$/,
  }),
  allowedAddresses: readSetting({
    name: 'CARNET_ALLOWED_ADDRESSES', secret: false, meaning: 'Stores with a free address that this server itself may call, besides the workers.', form: 'host=network in CIDR form, separated by commas', example: 'vault.internal=10.1.0.0/16',
    read: (text) => readAllowedAddresses(text.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '')), standard: [],
  }),
  host: textSetting({ name: 'CARNET_HOST', meaning: 'The address that the API listens on.', form: 'an IP address', example: '0.0.0.0', standard: '127.0.0.1', pattern: /^[0-9a-f.:]{2,45}$/i }),
  port: numberSetting({ name: 'PORT', meaning: 'The port of the API.', form: 'a number from 0 to 65535', example: '8080', standard: 8080, ...port }),
  trustedProxies: numberSetting({
    name: 'CARNET_TRUSTED_PROXIES', meaning: 'How many proxies of yours stand in front, each of which adds to X-Forwarded-For: limits and the audit go by the address that the last of them saw.',
    form: 'a number from 0 to 10', example: '1', standard: 0, least: 0, most: 10,
  }),
  managementHost: textSetting({ name: 'CARNET_MANAGEMENT_HOST', meaning: 'The address that health and metrics listen on.', form: 'an IP address', example: '0.0.0.0', standard: '127.0.0.1', pattern: /^[0-9a-f.:]{2,45}$/i }),
  managementPort: numberSetting({ name: 'CARNET_MANAGEMENT_PORT', meaning: 'The port of health and metrics.', form: 'a number from 0 to 65535', example: '8081', standard: 8081, ...port }),
  drainSeconds: numberSetting({ name: 'CARNET_DRAIN_SECONDS', meaning: 'How long requests may end after SIGTERM.', form: 'a number from 0 to 3600', example: '10', standard: 10, least: 0, most: 3600 }),
  requestsPerMinute: numberSetting({
    name: 'CARNET_REQUESTS_PER_MINUTE', meaning: 'How many requests each organization may make in a minute; its workers have as many for themselves.', form: 'a number from 60 to 1000000', example: '6000', standard: 6000, least: 60, most: 1_000_000,
  }),
  renewalsPerMinute: numberSetting({
    name: 'CARNET_RENEWALS_PER_MINUTE', meaning: 'How many subject tokens past the cache a kickoff gets in a minute for one workload identity config, beyond the first ten.', form: 'a number from 1 to 1000000', example: '12', standard: 12, least: 1, most: 1_000_000,
  }),
  logLevel: textSetting({ name: 'CARNET_LOG_LEVEL', meaning: 'What is logged.', form: 'debug, info, warn or error', example: 'info', standard: 'info', pattern: /^(?:debug|info|warn|error)$/ }),
  tracesEndpoint: textSetting({
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT', meaning: 'Where traces go, by OTLP over HTTP. Without it none are made.', form: 'a URL', example: 'http://localhost:4318', pattern: /^https?:\/\/\S+$/,
  }),
  signInIssuer: textSetting({ name: 'CARNET_SIGN_IN_ISSUER', meaning: 'The OIDC provider by which people sign in.', form: 'an https URL', example: 'https://login.example.com', pattern: /^https:\/\/\S+$/ }),
  signInClientId: textSetting({ name: 'CARNET_SIGN_IN_CLIENT_ID', meaning: 'Our client at that provider.', form: 'its id', example: 'carnet' }),
  signInClientSecret: textSetting({ name: 'CARNET_SIGN_IN_CLIENT_SECRET', secret: true, meaning: 'The secret of that client.', form: 'its text', example: 'CARNET_SIGN_IN_CLIENT_SECRET_FILE=/run/secrets/sign-in' }),
  signInDomains: listSetting({ name: 'CARNET_SIGN_IN_DOMAINS', meaning: 'Whose e-mail addresses may sign in without an invitation.', form: 'domains, separated by commas', example: 'example.com', item: /^[a-z0-9.-]{1,253}$/i }),
};
