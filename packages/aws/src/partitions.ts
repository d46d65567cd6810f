import { awsError } from './aws-error.ts';

/** One of the separate worlds of AWS: accounts, roles and trust of one mean nothing in another. */
export interface Partition {
  readonly id: 'aws' | 'aws-cn' | 'aws-us-gov';
  readonly suffix: string;
}

const partitions: readonly Partition[] = [
  { id: 'aws', suffix: 'amazonaws.com' },
  { id: 'aws-cn', suffix: 'amazonaws.com.cn' },
  { id: 'aws-us-gov', suffix: 'amazonaws.com' },
];

/** One rule for the form and for us. Nothing that it accepts can change the host that a request goes to. */
export const regionPattern = '^(us|us-gov|eu|ap|sa|ca|me|af|il|mx|cn)-[a-z]{4,9}-[1-9][0-9]?$';
const region = new RegExp(regionPattern);

export interface Region {
  readonly name: string;
  readonly partition: Partition;
}

/** @throws CarnetError `SETTINGS_INVALID` */
export function regionNamed(name: unknown): Region {
  const prefix = typeof name === 'string' ? region.exec(name)?.[1] : undefined;
  const id = prefix === 'cn' ? 'aws-cn' : prefix === 'us-gov' ? 'aws-us-gov' : 'aws';
  const partition = partitions.find((each) => each.id === id);
  if (typeof name === 'string' && prefix !== undefined && partition !== undefined) return { name, partition };
  throw awsError({
    code: 'SETTINGS_INVALID',
    step: 'configure',
    message: 'The field region must be the name of one AWS region.',
    hint: 'Write it as AWS does, in lower case, for example eu-central-1.',
  });
}

export type Service = 'sts' | 'secretsmanager';

/** The regional host of a service, made of checked parts. */
export function hostOf(service: Service, { name, partition }: Region): string {
  return `${service}.${name}.${partition.suffix}`;
}
