import { CarnetError } from '@carnet/provider';

/** What was seen instead of the fact, in one sentence. */
export class Seen extends Error {}

/** The CarnetError that a call ends with. */
export async function carnetFailureOf(call: Promise<unknown>): Promise<CarnetError> {
  let thrown: unknown;
  try {
    await call;
  } catch (error) {
    thrown = error;
    if (CarnetError.isInstance(error)) return error;
    throw new Seen(`it failed with ${typeName(thrown)} and not with a CarnetError`);
  }
  throw new Seen('it did not fail');
}

/** Of a foreign error nothing but its class: its text may hold what it must not. */
export function typeName(value: unknown): string {
  try {
    return value instanceof Error ? value.constructor.name : typeof value;
  } catch {
    return 'something that cannot be looked at';
  }
}
