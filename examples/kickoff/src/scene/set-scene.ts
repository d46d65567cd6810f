import { randomBytes, randomUUID } from 'node:crypto';
import { issuerIdentity } from '@carnet/identity';
import { startLocalClouds, type LocalClouds } from '@carnet/local-clouds';
import { createIssuer, generateKeyRing, type Issuer, type SubjectTokenClaims, type TokenEvent } from '@carnet/oidc-issuer';
import type { SubjectTokenSource } from '@carnet/provider';
import { setUpAws, type AwsSide } from './aws-side.ts';
import { setUpAzure, type AzureSide } from './azure-side.ts';
import type { CloudSide } from './cloud-side.ts';
import { setUpGoogle, type GoogleSide } from './google-side.ts';

/** What the stores hold. Only they, the child process and the masker ever see it. */
export interface SecretValues {
  /** In Azure. */
  readonly apiKey: string;
  /** In AWS. */
  readonly databaseUser: string;
  /** In AWS. */
  readonly databasePassword: string;
  /** In Google. */
  readonly paymentKey: string;
}

/** Three clouds, an issuer and the trust between them, all in this process. */
export interface Scene {
  readonly clouds: LocalClouds;
  readonly issuer: Issuer;
  readonly azure: AzureSide;
  readonly aws: AwsSide;
  readonly google: GoogleSide;
  /** The three, in the order in which they are shown. */
  readonly sides: readonly CloudSide[];
  readonly organization: string;
  /** What the three trust, and nothing else. */
  readonly subject: string;
  /** Of the fingerprints: one for the whole demonstration, in memory only. */
  readonly fingerprintKey: Uint8Array;
  /** Every token that was signed. */
  readonly minted: readonly TokenEvent[];
  /** Every token that was handed out, from the issuer's cache or not. */
  readonly handedOut: readonly HandedOutToken[];
  identityOf(organization: string): SubjectTokenSource;
  store(values: SecretValues): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface HandedOutToken {
  readonly claims: SubjectTokenClaims;
  /** How long the issuer took, in milliseconds. */
  readonly durationMs: number;
}

export function randomValues(): SecretValues {
  const random = (): string => randomBytes(18).toString('base64url');
  return { apiKey: `key-${random()}`, databaseUser: `billing-${randomBytes(3).toString('hex')}`, databasePassword: random(), paymentKey: `pay-${random()}` };
}

export async function setScene(): Promise<Scene> {
  const clouds = await startLocalClouds();
  const minted: TokenEvent[] = [];
  const issuer = createIssuer({ issuer: 'https://issuer.carnet.test', keys: await generateKeyRing(), onMint: (event) => void minted.push(event) });
  // Each cloud fetches discovery and keys from here, over TLS, as it would from the internet.
  clouds.route('issuer.carnet.test', issuer.handler);

  const handedOut: HandedOutToken[] = [];
  const mint: Issuer['mint'] = async (request) => {
    const started = performance.now();
    const token = await issuer.mint(request);
    handedOut.push({ claims: token.claims, durationMs: performance.now() - started });
    return token;
  };

  const organization = randomUUID();
  const subject = `organization:${organization}`;
  const trusted = { issuer: issuer.issuer, subject };
  const azure = setUpAzure(clouds, trusted);
  const aws = setUpAws(clouds, trusted);
  const google = setUpGoogle(clouds, trusted);

  return {
    clouds, issuer, azure, aws, google, organization, subject, minted, handedOut,
    sides: [azure, aws, google],
    fingerprintKey: randomBytes(32),
    identityOf: (id) => issuerIdentity({ mint }, { organization: id }),
    store({ apiKey, databaseUser, databasePassword, paymentKey }) {
      azure.put('openai-api-key', apiKey);
      aws.put('database', JSON.stringify({ user: databaseUser, password: databasePassword }));
      google.put('payment-key', paymentKey);
    },
    [Symbol.asyncDispose]: () => clouds.close(),
  };
}
