import type { LocalClouds, LocalRole } from '@carnet/local-clouds';
import type { CloudSide, Trusted } from './cloud-side.ts';

export interface AwsSide extends CloudSide {
  readonly role: LocalRole;
  readonly region: string;
}

/** An account that knows the issuer, and a role that the subject may take and that reads the account's secrets. */
export function setUpAws({ aws }: LocalClouds, { issuer, subject }: Trusted): AwsSide {
  const audience = 'sts.amazonaws.com';
  const region = 'eu-central-1';
  const account = aws.account();
  const role = account.federatedRole({ name: 'carnet-billing', issuer, subject, audience });
  role.allowRead();
  const secrets = account.secrets(region);
  return {
    name: 'AWS',
    provider: 'aws',
    store: `Secrets Manager of account ${account.id}, ${region}`,
    audience,
    services: { token: 'aws-sts', secrets: 'secretsmanager' },
    role, region,
    put: (secret, value) => void secrets.set(secret, value),
  };
}
