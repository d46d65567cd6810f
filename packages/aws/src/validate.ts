import { CarnetError, type Connection, type SettingsProblem } from '@carnet/provider';
import { roleOf, storeRegion, textSetting } from './identity-settings.ts';
import { accessKeyIdOf } from './open-store.ts';
import { regionNamed, type Region } from './partitions.ts';

function checked<T>(place: Pick<SettingsProblem, 'field' | 'of'>, problems: SettingsProblem[], check: () => T): T | undefined {
  try {
    return check();
  } catch (error) {
    if (!CarnetError.isInstance(error)) throw error;
    problems.push({ ...place, problem: error.message });
    return undefined;
  }
}

/** The same checks as `open`, one problem a field. */
export function validate({ method, identity, store, methodSettings }: Omit<Connection, 'secrets'>): readonly SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  if (method === 'workload-identity') {
    const region: Region | undefined = checked({ field: 'region', of: 'identity' }, problems, () => regionNamed(textSetting(identity, 'region')));
    checked({ field: 'roleArn', of: 'identity' }, problems, () => roleOf(identity, region?.partition));
    if (region !== undefined) checked({ field: 'region', of: 'store' }, problems, () => storeRegion(store, region));
    return problems;
  }
  const region: Region | undefined = checked({ field: 'region', of: 'store' }, problems, () => storeRegion(store, undefined));
  checked({ field: 'accessKeyId', of: 'method' }, problems, () => accessKeyIdOf(textSetting(methodSettings, 'accessKeyId')));
  if (textSetting(methodSettings, 'roleArn') !== undefined) checked({ field: 'roleArn', of: 'method' }, problems, () => roleOf(methodSettings, region?.partition));
  else if (textSetting(methodSettings, 'externalId') !== undefined) problems.push({ field: 'externalId', of: 'method', problem: 'An external ID goes with a role: set roleArn, or leave both out.' });
  return problems;
}
