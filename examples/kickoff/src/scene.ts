import { randomBytes, randomUUID } from 'node:crypto';
import { issuerIdentity } from '@carnet/identity';
import { startLocalClouds, type LocalApplication, type LocalClouds, type LocalTenant, type LocalVault } from '@carnet/local-clouds';
import { createIssuer, generateKeyRing, type Issuer, type TokenEvent } from '@carnet/oidc-issuer';
import type { SubjectTokenSource } from '@carnet/provider';

/** What the vault holds. Only the vault, the child process and the masker ever see it. */
export interface SecretValues {
  readonly apiKey: string;
  readonly databaseUser: string;
  readonly databasePassword: string;
}

/** A cloud, an issuer and the trust between them, all in this process. */
export interface Scene {
  readonly clouds: LocalClouds;
  readonly issuer: Issuer;
  readonly tenant: LocalTenant;
  readonly application: LocalApplication;
  readonly vault: LocalVault;
  readonly organization: string;
  /** Of the fingerprints: one for the whole demonstration, in memory only. */
  readonly fingerprintKey: Uint8Array;
  /** Every token that was signed. */
  readonly minted: readonly TokenEvent[];
  /** Every token that was handed out, from the issuer's cache or not. */
  readonly handedOut: readonly TokenEvent[];
  /** How long each handing-out took, in milliseconds. */
  readonly handOutMs: readonly number[];
  identityOf(organization: string): SubjectTokenSource;
  store(values: SecretValues): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Entra's audience for tokens of other issuers. */
export const audience = 'api://AzureADTokenExchange';

export function randomValues(): SecretValues {
  const random = (): string => randomBytes(18).toString('base64url');
  return { apiKey: `key-${random()}`, databaseUser: `billing-${randomBytes(3).toString('hex')}`, databasePassword: random() };
}

export async function setScene(): Promise<Scene> {
  const clouds = await startLocalClouds();
  const minted: TokenEvent[] = [];
  const handedOut: TokenEvent[] = [];
  const issuer = createIssuer({
    issuer: 'https://issuer.carnet.test',
    keys: await generateKeyRing(),
    onMint: (event) => void minted.push(event),
    onHandOut: (event) => void handedOut.push(event),
  });
  // Entra fetches discovery and keys from here, over TLS, as it would from the internet.
  clouds.route('issuer.carnet.test', issuer.handler);

  const handOutMs: number[] = [];
  const mint: Issuer['mint'] = async (request) => {
    const started = performance.now();
    const token = await issuer.mint(request);
    handOutMs.push(performance.now() - started);
    return token;
  };

  const organization = randomUUID();
  const tenant = clouds.azure.tenant();
  const application = tenant.application({ name: 'carnet-billing' });
  application.addFederatedCredential({ name: 'carnet', issuer: issuer.issuer, subject: `organization:${organization}`, audience });
  const vault = clouds.azure.vault({ name: 'billing-vault', tenant });
  vault.grant({ principal: application, role: 'Key Vault Secrets User' });

  return {
    clouds, issuer, tenant, application, vault, organization, minted, handedOut, handOutMs,
    fingerprintKey: randomBytes(32),
    identityOf: (id) => issuerIdentity({ mint }, { organization: id }),
    store({ apiKey, databaseUser, databasePassword }) {
      vault.set('openai-api-key', apiKey);
      vault.set('database', JSON.stringify({ user: databaseUser, password: databasePassword }));
    },
    [Symbol.asyncDispose]: () => clouds.close(),
  };
}
