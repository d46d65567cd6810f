import type { Plan } from '@carnet/core';
import { buildEnvironment } from '@carnet/runner';

/**
 * Refuses what no run would set, before anything is read.
 *
 * @throws CarnetError `VARIABLE_NAME_INVALID`, `VARIABLE_NAME_REFUSED` or `VARIABLE_DUPLICATE`
 */
export function checkNames({ variables }: Plan): void {
  buildEnvironment({ inherited: {}, variables: variables.map(({ name, allow }) => ({ name, value: '', allow })) });
}
