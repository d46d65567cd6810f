import type { Connection, Settings, SettingsProblem } from '@carnet/provider';
import { settingsProblems } from '@carnet/provider-parts';
import { optionalField, requiredField } from './identity-settings.ts';

type Check = typeof requiredField | typeof optionalField;

/** The same checks as `open`, one problem a field. */
export function validate({ method, identity, store, methodSettings }: Omit<Connection, 'secrets'>): readonly SettingsProblem[] {
  const problems = (of: SettingsProblem['of'], settings: Settings | undefined, field: Parameters<Check>[1], check: Check): readonly SettingsProblem[] =>
    settingsProblems({ field, of }, () => check(settings, field));
  return [
    ...(method === 'workload-identity'
      ? [...problems('identity', identity, 'providerResourceName', requiredField), ...problems('identity', identity, 'serviceAccountEmail', optionalField)]
      : [...problems('method', methodSettings, 'clientEmail', requiredField), ...problems('method', methodSettings, 'privateKeyId', requiredField)]),
    ...problems('store', store, 'projectId', requiredField),
    ...problems('store', store, 'location', optionalField),
  ];
}
