import { CarnetError, type Connection, type SettingsProblem } from '@carnet/provider';
import { checkedAddress, checkedSafe } from './acme-settings.ts';

/** The same checks as `open`, a problem for each field. */
export function validate({ identity, store }: Omit<Connection, 'secrets'>): readonly SettingsProblem[] {
  return [
    ...problemOf({ field: 'address', of: 'identity' }, () => checkedAddress(identity)),
    ...problemOf({ field: 'safe', of: 'store' }, () => checkedSafe(store)),
  ];
}

function problemOf(place: Pick<SettingsProblem, 'field' | 'of'>, check: () => string): readonly SettingsProblem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!CarnetError.isInstance(error)) throw error;
    return [{ ...place, problem: error.message }];
  }
}
