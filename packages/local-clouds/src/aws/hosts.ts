import type { LocalPartition } from './local-aws.ts';

export type AwsService = 'aws-sts' | 'aws-iam' | 'secretsmanager';

/** What a host stands for. */
export interface AwsEndpoint {
  readonly service: AwsService;
  readonly partition: LocalPartition;
  /** The region that a signature's scope names. */
  readonly region: string;
}

interface Partition {
  readonly suffix: string;
  readonly regions: readonly string[];
  readonly iam: { readonly host: string; readonly region: string };
}

// Regions and hosts by botocore's partitions.json and endpoints.json.
export const partitions: Readonly<Record<LocalPartition, Partition>> = {
  aws: {
    suffix: 'amazonaws.com',
    regions: [
      'af-south-1', 'ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2',
      'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7',
      'ca-central-1', 'ca-west-1', 'eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2',
      'eu-west-3', 'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1', 'sa-east-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2',
    ],
    iam: { host: 'iam.amazonaws.com', region: 'us-east-1' },
  },
  'aws-cn': {
    suffix: 'amazonaws.com.cn',
    regions: ['cn-north-1', 'cn-northwest-1'],
    iam: { host: 'iam.cn-north-1.amazonaws.com.cn', region: 'cn-north-1' },
  },
  'aws-us-gov': {
    suffix: 'amazonaws.com',
    regions: ['us-gov-east-1', 'us-gov-west-1'],
    iam: { host: 'iam.us-gov.amazonaws.com', region: 'us-gov-west-1' },
  },
};

const endpoints = new Map<string, AwsEndpoint>(
  (Object.keys(partitions) as LocalPartition[]).flatMap((partition): [string, AwsEndpoint][] => {
    const { suffix, regions, iam } = partitions[partition];
    return [
      ...regions.flatMap((region): [string, AwsEndpoint][] => [
        [`sts.${region}.${suffix}`, { service: 'aws-sts', partition, region }],
        [`secretsmanager.${region}.${suffix}`, { service: 'secretsmanager', partition, region }],
      ]),
      [iam.host, { service: 'aws-iam', partition, region: iam.region }],
    ];
  }),
);
// The endpoint before there were regional ones.
endpoints.set('sts.amazonaws.com', { service: 'aws-sts', partition: 'aws', region: 'us-east-1' });

/** The closed list of hosts. */
export const awsHosts = [...endpoints.keys()] as [string, ...string[]];

export function endpointOf(host: string): AwsEndpoint | undefined {
  return endpoints.get(host);
}
