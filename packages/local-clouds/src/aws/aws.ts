import { awsTrust } from './aws-trust.ts';
import { createIssuerKeys } from '../issuer-keys/issuer-keys.ts';
import type { Cloud } from '../network/cloud.ts';
import { accountControl } from './account-control.ts';
import { Accounts } from './accounts/accounts.ts';
import { awsHosts, endpointOf, type AwsService } from './hosts.ts';
import { createIam } from './iam/iam.ts';
import type { LocalAws } from './local-aws.ts';
import { sampleCredential } from './sample-credential.ts';
import { createSecretsManager } from './secrets-manager/secrets-manager.ts';
import { createSts } from './sts/sts.ts';
import { keyNotFound } from './sts/web-identity-refusals.ts';

export interface Aws extends Cloud<AwsService> {
  readonly control: LocalAws;
}

export interface AwsParts {
  readonly clock: { now(): number };
  /** The way from STS to the issuers. */
  fetch(request: Request): Promise<Response>;
  readonly onCredential?: ((credential: string) => void) | undefined;
}

export function createAws({ clock, fetch, onCredential }: AwsParts): Aws {
  const accounts = new Accounts(clock, onCredential);
  const control: LocalAws = {
    jwksCacheMs: 0,
    issuerTimeoutMs: 5000,
    account: ({ id, partition } = {}) => accountControl(accounts.create(id, partition), accounts.keys, clock),
    sampleCredential: (secrets) => sampleCredential(control, secrets),
    revokeCredentials: () => accounts.keys.revokeTemporary(),
  };
  const issuerKeys = createIssuerKeys({ clock, fetch, settings: control, failed: keyNotFound });
  return {
    control,
    trust: awsTrust(accounts, clock),
    hosts: awsHosts,
    services: {
      'aws-sts': createSts({ accounts, issuerKeys, clock }),
      'aws-iam': createIam({ accounts, clock }),
      secretsmanager: createSecretsManager({ accounts, clock }),
    },
    // The list is exact, so each of its hosts has an endpoint.
    serviceOf: (host) => endpointOf(host)?.service ?? 'aws-sts',
    hasHost: (host) => endpointOf(host) !== undefined,
  };
}
