import type { Cloud } from '../network/cloud.ts';
import type { LocalAws } from './local-aws.ts';

export interface Aws extends Cloud<'aws-sts' | 'aws-iam' | 'secretsmanager'> {
  readonly control: LocalAws;
}

export interface AwsParts {
  readonly clock: { now(): number };
  /** The way from STS to the issuers. */
  fetch(request: Request): Promise<Response>;
}

export function createAws(_: AwsParts): Aws {
  return { hosts: ['iam.amazonaws.com'], hasHost: () => false } as unknown as Aws;
}
