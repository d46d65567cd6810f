import type { Connection, SettingsProblem } from '@carnet/provider';
import { settingsProblems } from '@carnet/provider-parts';
import { cloudOf, uuidOf } from './identity-settings.ts';
import { missingVaultAddress, vaultAddress } from './vault-address.ts';

function vaultProblems({ store, identity, method }: Omit<Connection, 'secrets'>): readonly SettingsProblem[] {
  const field = store['vaultName'] === undefined ? 'vaultUrl' : 'vaultName';
  const problems = settingsProblems(field, () => vaultAddress(store, method === 'workload-identity' ? cloudOf(identity) : undefined));
  return problems.map(({ problem }) => ({ field: problem === missingVaultAddress ? 'vaultUrl' : field, problem }));
}

/** The same checks as `open`, one problem a field. */
export function validate(connection: Omit<Connection, 'secrets'>): readonly SettingsProblem[] {
  const settings = connection.method === 'workload-identity' ? connection.identity : connection.methodSettings;
  return [
    ...settingsProblems('tenantId', () => uuidOf(settings, 'tenantId')),
    ...settingsProblems('clientId', () => uuidOf(settings, 'clientId')),
    ...vaultProblems(connection),
  ];
}
