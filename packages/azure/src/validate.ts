import { CarnetError, type Connection, type SettingsProblem } from '@carnet/provider';
import { cloudOf, uuidOf } from './identity-settings.ts';
import { missingVaultAddress, vaultAddress } from './vault-address.ts';

function problemOf(field: string, check: () => unknown): readonly SettingsProblem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!CarnetError.isInstance(error)) throw error;
    return [{ field, problem: error.message }];
  }
}

function vaultProblems({ store, identity, method }: Omit<Connection, 'secrets'>): readonly SettingsProblem[] {
  const field = store['vaultName'] === undefined ? 'vaultUrl' : 'vaultName';
  const problems = problemOf(field, () => vaultAddress(store, method === 'workload-identity' ? cloudOf(identity) : undefined));
  return problems.map(({ problem }) => ({ field: problem === missingVaultAddress ? 'vaultUrl' : field, problem }));
}

/** The same checks as `open`, one problem a field. */
export function validate(connection: Omit<Connection, 'secrets'>): readonly SettingsProblem[] {
  const settings = connection.method === 'workload-identity' ? connection.identity : connection.methodSettings;
  return [
    ...problemOf('tenantId', () => uuidOf(settings, 'tenantId')),
    ...problemOf('clientId', () => uuidOf(settings, 'clientId')),
    ...vaultProblems(connection),
  ];
}
