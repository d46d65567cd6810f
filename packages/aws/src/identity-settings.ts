import type { Settings } from '@carnet/provider';
import { awsError } from './aws-error.ts';
import { regionNamed, type Partition, type Region } from './partitions.ts';

export const roleArnPattern = '^arn:(aws|aws-cn|aws-us-gov):iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]{1,576}$';
const roleArn = new RegExp(roleArnPattern);

export interface Role {
  readonly arn: string;
  readonly partition: string;
  readonly account: string;
  /** Without its path, as it stands in the ARN of a session. */
  readonly name: string;
}

export interface IdentitySettings {
  readonly role: Role;
  readonly region: Region;
}

export function textSetting(settings: Settings | undefined, field: string): string | undefined {
  const value = settings !== undefined && Object.hasOwn(settings, field) ? settings[field] : undefined;
  return value === undefined || value === '' ? undefined : String(value);
}

/**
 * The role of the field `roleArn`, of the partition that the region belongs to.
 *
 * @throws CarnetError `SETTINGS_INVALID`
 */
export function roleOf(settings: Settings | undefined, partition: Partition | undefined): Role {
  const arn = textSetting(settings, 'roleArn') ?? '';
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  if (!roleArn.test(arn) || name === '' || name.length > 64 || arn.includes('//')) {
    throw awsError({
      code: 'SETTINGS_INVALID',
      step: 'configure',
      message: 'The field roleArn must be the ARN of one role.',
      hint: 'Copy the ARN from the summary of the role, for example arn:aws:iam::123456789012:role/carnet.',
    });
  }
  const [, partitionId = '', , , account = ''] = arn.split(':');
  if (partition !== undefined && partition.id !== partitionId) {
    throw awsError({
      code: 'SETTINGS_INVALID',
      step: 'configure',
      message: `The role is in the partition ${partitionId} and the region in ${partition.id}; they share no trust.`,
      hint: 'Use a role and a region of the same partition.',
    });
  }
  return { arn, partition: partitionId, account, name };
}

/** @throws CarnetError `SETTINGS_INVALID` */
export function identitySettings(settings: Settings | undefined): IdentitySettings {
  const region = regionNamed(textSetting(settings, 'region'));
  return { region, role: roleOf(settings, region.partition) };
}

/**
 * The region of a store: its own, or that of its identity.
 *
 * @throws CarnetError `SETTINGS_INVALID`
 */
export function storeRegion(store: Settings, identity: Region | undefined): Region {
  const name = textSetting(store, 'region');
  if (name === undefined && identity !== undefined) return identity;
  const region = regionNamed(name);
  if (identity !== undefined && identity.partition !== region.partition) {
    throw awsError({
      code: 'SETTINGS_INVALID',
      step: 'configure',
      message: `The store is in the partition ${region.partition.id} and the identity in ${identity.partition.id}; they share no credentials.`,
      hint: 'Use a store and an identity of the same partition.',
    });
  }
  return region;
}
