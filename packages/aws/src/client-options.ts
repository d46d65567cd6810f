import type { SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';
import type { Transport } from '@carnet/provider';
import type { NodeHttpHandler, NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import type { AwsCredentials } from './aws-credentials.ts';
import { hostOf, type Region, type Service } from './partitions.ts';
import { RequestHandler } from './request-handler.ts';

export interface ClientParts {
  readonly region: Region;
  readonly transport: Transport;
}

type FixedOption =
  | 'maxAttempts' | 'retryMode' | 'defaultsMode' | 'useFipsEndpoint' | 'useDualstackEndpoint' | 'authSchemePreference'
  | 'disableClockSkewCorrection' | 'userAgentAppId' | 'defaultUserAgentProvider' | 'logger';

/** What both clients take. */
export interface AwsClientOptions extends Required<Pick<SecretsManagerClientConfig, FixedOption>> {
  readonly sigv4aSigningRegionSet: string[];
  readonly requestHandler: RequestHandler;
  readonly endpoint: string;
  readonly region: string;
}

const silence = (): void => undefined;
// An own object: where the SDK sees its own silent logger, it warns on the console instead.
const silentLogger = { trace: silence, debug: silence, info: silence, warn: silence, error: silence };

// Twenty values of 64 KiB in which JSON escapes each character with six, and a little more.
const mostBytes: Readonly<Record<Service, number>> = { sts: 262_144, secretsmanager: 9_437_184 };

// The SDK signs by the clock of this host, and takes none from anybody.
const systemClock = { now: (): number => Date.now() };

const userAgent: [string, string][] = [['carnet', 'aws']];

/**
 * What makes an SDK client ours. Each value stands here because the SDK otherwise reads it from the environment, from
 * `~/.aws/config` or from the metadata service of the host.
 */
export function clientOptions(service: Service, { region, transport }: ClientParts, Handler: new (options: NodeHttpHandlerOptions) => NodeHttpHandler): AwsClientOptions {
  const host = hostOf(service, region);
  const endpoint = `https://${host}`;
  // A socket timeout of 0 is none; left out, it is read from the environment. Deadlines are the host's.
  const inner = new Handler({ httpsAgent: transport.agent(endpoint) as NonNullable<NodeHttpHandlerOptions['httpsAgent']>, socketTimeout: 0, logger: silentLogger });
  return {
    endpoint,
    region: region.name,
    requestHandler: new RequestHandler(inner, { host, mostBytes: mostBytes[service], systemClock }),
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    authSchemePreference: [],
    sigv4aSigningRegionSet: [],
    disableClockSkewCorrection: false,
    userAgentAppId: '',
    defaultUserAgentProvider: () => Promise.resolve(userAgent),
    logger: silentLogger,
  };
}

/** No credential of the environment, of a profile or of the host is ever looked for. */
export function withoutCredentials(): Promise<never> {
  return Promise.reject(new Error('This request is not signed.'));
}

export function signedBy({ accessKeyId, secretAccessKey, sessionToken, clockOffset = 0 }: Pick<AwsCredentials, 'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'clockOffset'>): { credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }; systemClockOffset: number } {
  return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }, systemClockOffset: clockOffset };
}

/** It would send the trace id of a Lambda function along, which it takes from the environment. */
export function withoutTraces<C extends { readonly middlewareStack: { remove(name: string): boolean } }>(client: C): C {
  client.middlewareStack.remove('recursionDetectionMiddleware');
  return client;
}
