import { CarnetError, type SettingsProblem } from '@carnet/provider';

/**
 * The problem of one field, by the very check that `open` makes: none, or the sentence of the `CarnetError` that it throws.
 *
 * @example
 * ```ts
 * import { settingsProblems } from '@carnet/provider-parts';
 * settingsProblems({ field: 'region', of: 'store' }, () => 'eu-central-1'); // []
 * ```
 */
export function settingsProblems(place: Pick<SettingsProblem, 'field' | 'of'>, check: () => unknown): readonly SettingsProblem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!CarnetError.isInstance(error)) throw error;
    return [{ ...place, problem: error.message }];
  }
}
