import { CarnetError, type Connection, type SettingsProblem } from '@carnet/provider';
import { optionalField, requiredField } from './identity-settings.ts';

type Check = readonly [field: string, check: () => unknown];

function checksOf({ method, identity, store, methodSettings }: Omit<Connection, 'secrets'>): readonly Check[] {
  const own: readonly Check[] = method === 'workload-identity'
    ? [['providerResourceName', () => requiredField(identity, 'providerResourceName')], ['serviceAccountEmail', () => optionalField(identity, 'serviceAccountEmail')]]
    : [['clientEmail', () => requiredField(methodSettings, 'clientEmail')], ['privateKeyId', () => requiredField(methodSettings, 'privateKeyId')]];
  return [...own, ['projectId', () => requiredField(store, 'projectId')], ['location', () => optionalField(store, 'location')]];
}

/** The same checks as `open`, one problem a field. */
export function validate(connection: Omit<Connection, 'secrets'>): readonly SettingsProblem[] {
  return checksOf(connection).flatMap(([field, check]) => {
    try {
      check();
      return [];
    } catch (error) {
      if (!CarnetError.isInstance(error)) throw error;
      return [{ field, problem: error.message }];
    }
  });
}
