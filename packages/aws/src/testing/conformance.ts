import { createCertificateAuthority, startLocalClouds, type FaultRule, type RecordedRequest } from '@carnet/local-clouds';
import { Secret } from '@carnet/provider';
import { defineConformance, type Conformance, type DoubleFault, type DoubleParts, type DoubleRequest, type StoreDouble } from '@carnet/provider-testkit';
import { createAws } from '../create-aws.ts';
import { manifest } from '../manifest.ts';

const [region, neighbourRegion] = ['eu-central-1', 'us-east-1'];
const operations: Readonly<Record<string, DoubleFault['at']>> = {
  AssumeRoleWithWebIdentity: 'exchange', GetSecretValue: 'read', BatchGetSecretValue: 'read', ListSecrets: 'list', CreateSecret: 'write', PutSecretValue: 'write', DeleteSecret: 'remove',
};

function operationOf({ operation = '' }: RecordedRequest): DoubleRequest['operation'] {
  return operations[operation] ?? 'other';
}

const allowed = (effect: 'Allow' | 'Deny', action: string, resource = '*'): object => ({ Version: '2012-10-17', Statement: [{ Effect: effect, Action: action, Resource: resource }] });

// One for all starts: it is what a start takes longest for.
const authority = createCertificateAuthority();

async function start({ clock, issuer }: DoubleParts): Promise<StoreDouble> {
  const [credentials, addresses]: [string[], string[]] = [[], []];
  const clouds = await startLocalClouds({
    clock, authority: await authority, onCredential: (credential) => credentials.push(credential), onAddress: (address) => addresses.push(address),
  });
  clouds.route(issuer.host, issuer.fetch);
  const account = clouds.aws.account({ id: '123456789012' });
  const role = account.federatedRole({ name: 'carnet', issuer: issuer.url, subject: issuer.subject });
  role.putPolicy('everything', allowed('Allow', 'secretsmanager:*'));
  const user = account.user({ name: 'carnet' });
  user.allowRead();
  const { accessKeyId, secretAccessKey } = user.createAccessKey();
  const [secrets, neighbour] = [account.secrets(region), account.secrets(neighbourRegion)];
  const connection = { method: 'workload-identity', identity: { roleArn: role.arn, region, sessionTags: false }, store: {} };
  return {
    transport: clouds.transport,
    connection,
    staticConnection: {
      method: 'access-key', methodSettings: { accessKeyId }, secrets: { secretAccessKey: new Secret(new TextEncoder().encode(secretAccessKey)) }, store: { region },
    },
    neighbour: { ...connection, store: { region: neighbourRegion } },
    put(name, bytes) {
      neighbour.set(name, textOrBytes(bytes));
      return secrets.set(name, textOrBytes(bytes));
    },
    disable: (name) => secrets.remove(name),
    remove: (name) => secrets.remove(name),
    deny: (name) => role.putPolicy('denied', allowed('Deny', 'secretsmanager:*', secrets.arn(name))),
    denyListing: () => role.putPolicy('unlisted', allowed('Deny', 'secretsmanager:ListSecrets')),
    denyWriting: () => role.putPolicy('unwritten', { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: ['secretsmanager:PutSecretValue', 'secretsmanager:CreateSecret', 'secretsmanager:DeleteSecret'], Resource: '*' }] }),
    denyBatches: () => role.putPolicy('unbatched', allowed('Deny', 'secretsmanager:BatchGetSecretValue')),
    distrust() {
      role.trustPolicy = JSON.parse(JSON.stringify(role.trustPolicy).replace(issuer.subject, 'organization:nobody')) as object;
    },
    revoke: () => clouds.aws.revokeCredentials(),
    loopListing: () => void clouds.fault({ operation: 'ListSecrets', fault: { kind: 'status', status: 200, body: { SecretList: [{ Name: 'a', ARN: `${secrets.arn('a')}` }], NextToken: 'again' } } }),
    fault({ at, ...rule }) {
      const removals = rulesAt(at).map((place) => clouds.fault({ ...place, ...rule }));
      return () => removals.forEach((remove) => remove());
    },
    get requests() {
      return clouds.requests.flatMap((request, index): DoubleRequest[] =>
        (request.service === 'issuer' ? [] : [{ operation: operationOf(request), host: request.host, target: addresses[index] ?? '' }]));
    },
    credentials,
    [Symbol.asyncDispose]: () => clouds.close(),
  };
}

function rulesAt(at: DoubleFault['at']): readonly Omit<FaultRule, 'fault'>[] {
  return Object.entries(operations).filter(([, each]) => each === at).map(([operation]) => ({ operation }));
}

/** As an owner would put it: text as SecretString, everything else as SecretBinary. */
function textOrBytes(bytes: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

const nextPage = 'The next page is named by a token, never by an address.';

/** AWS Secrets Manager, played by local clouds, for the conformance kit. */
const conformance: Conformance = defineConformance({
  create: createAws,
  manifest,
  module: new URL('../index.ts', import.meta.url),
  start,
  hostile: [
    ...['*', 'EU-CENTRAL-1', 'eu_central_1', 'evil.example', 'a/#', 'x@evil', '127.0.0.1', 'eu-central-1\n'].map((evil) => ({ what: `the region ${JSON.stringify(evil)}`, identity: { region: evil } })),
    { what: 'a region of the store that leads to another host', store: { region: 'evil.example/' } },
    { what: 'a region of the store in another partition', store: { region: 'cn-north-1' } },
    { what: 'a role that is none', identity: { roleArn: 'arn:aws:iam::123456789012:user/carnet' } },
    { what: 'a role of another partition', identity: { roleArn: 'arn:aws-cn:iam::123456789012:role/carnet' } },
    { what: 'a role with a line after it', identity: { roleArn: 'arn:aws:iam::123456789012:role/carnet\n' } },
  ],
  environment: {
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'Whether the SDK warns of an old Node.',
    AWS_ENABLE_DEFAULT_SOCKET_TIMEOUT_2026: 'A default of the SDK\'s own request handler, which is not used.',
    AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA: 'Whether the SDK leaves its context of a Lambda invocation out of the globals.',
    AWS_LAMBDA_BENCHMARK_MODE: 'Used by the SDK to measure itself inside of a Lambda function.',
  },
  globals: {
    awslambda: 'Where the SDK keeps its context of a Lambda invocation. Nothing of ours is in it.',
  },
  without: {
    'listing.stray': nextPage,
    'listing.stray-unsent': nextPage,
    'reads.empty': 'Secrets Manager takes no value of no byte.',
    'versions.older-of-disabled': 'Secrets Manager switches off a secret, never one version of it.',
  },
});
export default conformance;
