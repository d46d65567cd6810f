import { CarnetError } from '@carnet/provider';

/** Whether something happened as often as it should. `what`: its name in the plural. */
export function happened(seen: number, wanted: number, what: string): true | string {
  return seen === wanted || `there were ${seen} ${what} and not ${wanted}`;
}

/** Waits for the end of a call, whatever it is. */
export async function ended(call: Promise<unknown>): Promise<void> {
  await call.catch(() => undefined);
}

/** The error that a call ends with; undefined where it passes, which is for another assertion to find. */
export async function failureIfAny(call: Promise<unknown>): Promise<CarnetError | undefined> {
  return await call.then(() => undefined, (error: unknown) => (CarnetError.isInstance(error) ? error : undefined));
}
