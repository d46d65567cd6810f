import type { Manifest, StringField } from '@carnet/provider';
import { roleArnPattern } from './identity-settings.ts';
import { regionPattern } from './partitions.ts';
import { trustDefinition } from './trust/trust-definition.ts';

const region = (help: string): StringField => ({
  type: 'string',
  maxLength: 32,
  pattern: regionPattern,
  'x-carnet': { label: 'Region', help, suggest: ['us-east-1', 'us-west-2', 'eu-central-1', 'eu-west-1', 'ap-southeast-1', 'ap-northeast-1'] },
});

const roleArn = (help: string): StringField => ({ type: 'string', maxLength: 640, pattern: roleArnPattern, 'x-carnet': { label: 'Role ARN', help } });

/** AWS Secrets Manager as data: the form, the flags and the docs page are made from it. */
export const manifest: Manifest = {
  id: 'aws',
  title: 'AWS Secrets Manager',
  identity: {
    kind: 'aws',
    schema: {
      type: 'object',
      properties: {
        roleArn: roleArn('ARN of the role that trusts the tokens, for example arn:aws:iam::123456789012:role/carnet.'),
        region: region('Region in which the token is exchanged, for example eu-central-1, and where secrets are unless a credential names another.'),
        sessionTags: {
          type: 'boolean',
          default: false,
          'x-carnet': { label: 'Session tags', help: 'Puts the ids of organization and automation into the session, for policies. The trust policy must then allow sts:TagSession.' },
        },
      },
      required: ['roleArn', 'region'],
    },
    audience: 'sts.amazonaws.com',
    claims: { 'session-tags': 'sessionTags' },
  },
  store: { schema: { type: 'object', properties: { region: region('Region of the secrets, for example eu-central-1. Left out: that of the workload identity config.') } } },
  methods: [
    { id: 'workload-identity', title: 'Workload identity (no stored secret)' },
    {
      id: 'access-key',
      title: 'Access key',
      schema: {
        type: 'object',
        properties: {
          accessKeyId: { type: 'string', maxLength: 128, pattern: '^[A-Z0-9]{16,128}$', 'x-carnet': { label: 'Access key ID', help: 'For example AKIAIOSFODNN7EXAMPLE.' } },
          secretAccessKey: { type: 'string', minLength: 1, maxLength: 1024, 'x-carnet': { label: 'Secret access key', help: 'What AWS showed once, when the access key was made.', secret: true } },
          sessionToken: { type: 'string', minLength: 1, maxLength: 16_384, 'x-carnet': { label: 'Session token', help: 'Only with temporary keys.', secret: true } },
          roleArn: roleArn('A role that is assumed with the key. Left out: the key itself reads.'),
          externalId: { type: 'string', maxLength: 1224, pattern: '^[A-Za-z0-9_+=,.@:/-]{2,1224}$', 'x-carnet': { label: 'External ID', help: 'What the trust policy of the role asks for.' } },
        },
        required: ['accessKeyId', 'secretAccessKey'],
      },
    },
  ],
  refusedEnvironment: [
    // AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_STS and their like: where any client that is given no endpoint sends its token and its requests.
    'AWS_ENDPOINT_URL*',
  ],
  trust: trustDefinition,
};
