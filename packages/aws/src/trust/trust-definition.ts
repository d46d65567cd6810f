import type { TrustDefinition } from '@carnet/provider';
import { regionPattern } from '../partitions.ts';

/** What a trust in AWS is made of. */
export const trustDefinition: TrustDefinition = {
  schema: {
    type: 'object',
    properties: {
      accountId: { type: 'string', maxLength: 12, pattern: '^[0-9]{12}$', 'x-carnet': { label: 'Account ID', help: 'The 12 digits of the account that holds the secrets and the role.' } },
      region: {
        type: 'string',
        maxLength: 32,
        pattern: regionPattern,
        'x-carnet': { label: 'Region', help: 'Where the token is exchanged and where the secrets are, for example eu-central-1.' },
      },
      roleName: { type: 'string', maxLength: 64, pattern: '^[A-Za-z0-9_+=,.@][A-Za-z0-9_+=,.@-]{0,63}$', default: 'carnet', 'x-carnet': { label: 'Role', help: 'Name of the role to make. One role for each subject.' } },
      kmsKeyArn: {
        type: 'string',
        maxLength: 160,
        pattern: '^arn:(aws|aws-cn|aws-us-gov):kms:[a-z0-9-]{1,32}:[0-9]{12}:key/[A-Za-z0-9-]{1,64}$',
        'x-carnet': { label: 'KMS key', help: 'ARN of the key that protects the secrets. Left out: that of AWS, which needs no permission.' },
      },
      sessionTags: { type: 'boolean', default: false, 'x-carnet': { label: 'Session tags', help: 'Lets the token put the ids of organization and automation into the session, for policies on aws:PrincipalTag.' } },
    },
    required: ['accountId', 'region'],
  },
  formats: [
    { id: 'aws', title: 'AWS CLI' },
    { id: 'terraform', title: 'Terraform' },
    { id: 'cloudformation', title: 'CloudFormation' },
    { id: 'portal', title: 'AWS console' },
  ],
};
