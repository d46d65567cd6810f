import type { Connection, SettingsProblem } from '@carnet/provider';
import { settingsProblems } from '@carnet/provider-parts';
import { cloudOf, uuidOf } from './identity-settings.ts';
import { missingVaultAddress, vaultAddress } from './vault-address.ts';

function vaultProblems({ store, identity, method }: Omit<Connection, 'secrets'>): readonly SettingsProblem[] {
  const field = store['vaultName'] === undefined ? 'vaultUrl' : 'vaultName';
  const problems = settingsProblems({ field, of: 'store' }, () => vaultAddress(store, method === 'workload-identity' ? cloudOf(identity) : undefined));
  return problems.map((each) => (each.problem === missingVaultAddress ? { ...each, field: 'vaultUrl' } : each));
}

/** The same checks as `open`, one problem a field. */
export function validate(connection: Omit<Connection, 'secrets'>): readonly SettingsProblem[] {
  const [of, settings] = connection.method === 'workload-identity' ? (['identity', connection.identity] as const) : (['method', connection.methodSettings] as const);
  return [
    ...settingsProblems({ field: 'tenantId', of }, () => uuidOf(settings, 'tenantId')),
    ...settingsProblems({ field: 'clientId', of }, () => uuidOf(settings, 'clientId')),
    ...vaultProblems(connection),
  ];
}
