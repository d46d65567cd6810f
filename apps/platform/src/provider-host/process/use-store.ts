import { systemClock } from '@carnet/core';
import { CarnetError } from '@carnet/provider';
import { fingerprintOf } from '../../kickoffs/fingerprints.ts';
import type { Order } from '../messages.ts';
import { hostedFailureOf } from './hosted-failure.ts';
import { openCarnet, type CallSurroundings } from './open-carnet.ts';

type OrderOf<Operation extends Order['operation']> = Extract<Order, { operation: Operation }>;

const readsAtOnce = 10;
// A deployment seals what is read, and the server holds all of it at once.
const largestValue = 1024 * 1024;
const largestTogether = 16 * largestValue;

export async function* listNames(order: OrderOf<'list'>, around: CallSurroundings): AsyncGenerator<unknown, void, undefined> {
  const { credential, prefix, limit } = order;
  await using carnet = openCarnet(order, around);
  const names: object[] = [];
  let truncated = false;
  for await (const { name, enabled, expiresAt } of carnet.list(credential.name, { prefix, signal: around.signal })) {
    truncated = names.length === limit;
    if (truncated) break;
    names.push({ name, enabled, expiresAt });
  }
  yield { names, truncated };
}

export async function* checkSecret(order: OrderOf<'check'>, around: CallSurroundings): AsyncGenerator<unknown, void, undefined> {
  await using carnet = openCarnet(order, around);
  const startedAt = systemClock.now();
  const { secret, version, notAfter } = await carnet.read(order.credential.name, order.reference, around);
  const bytes = secret.revealBytes();
  yield { fingerprint: fingerprintUnder(order, order.encoding === 'base64' ? Buffer.from(Buffer.from(bytes).toString('base64')) : bytes), version, notAfter, durationMs: systemClock.now() - startedAt };
}

function fingerprintUnder({ fingerprintKey }: { readonly fingerprintKey: string }, value: Uint8Array): string {
  return fingerprintOf(Buffer.from(fingerprintKey, 'base64'), value);
}

/** Each reference as an item of its own, in the order asked: no message holds more than one value. */
export async function* resolveSecrets(order: OrderOf<'resolve'>, around: CallSurroundings): AsyncGenerator<unknown, void, undefined> {
  const { credential, references } = order;
  await using carnet = openCarnet(order, around);
  let together = 0;
  const readOne = async (reference: string): Promise<object> => {
    const startedAt = systemClock.now();
    try {
      const { secret, version, notAfter } = await carnet.read(credential.name, reference, around);
      const bytes = secret.revealBytes();
      if (bytes.length > largestValue) throw tooLarge(`The value of '${reference}' has more than 1 MiB, which is the most that a deployment keeps.`);
      together += bytes.length;
      if (together > largestTogether) throw tooLarge(`With '${reference}' the values of this credential have more than 16 MiB together, which is the most that a deployment keeps.`);
      return { ok: true, value: { value: Buffer.from(bytes).toString('base64'), fingerprint: fingerprintUnder(order, bytes), version, notAfter, durationMs: systemClock.now() - startedAt } };
    } catch (error) {
      return { ok: false, failure: hostedFailureOf(error) };
    }
  };
  for (let first = 0; first < references.length; first += readsAtOnce) {
    yield* await Promise.all(references.slice(first, first + readsAtOnce).map(readOne));
  }
}

function tooLarge(message: string): CarnetError {
  return new CarnetError({ code: 'SECRET_TOO_LARGE_FOR_ENV', message, hint: 'Store a smaller value, or read it by workload identity as a file: then the worker reads it, and no deployment keeps it.', step: 'decode' });
}

export async function* writeSecret(order: OrderOf<'write'>, around: CallSurroundings): AsyncGenerator<unknown, void, undefined> {
  const { credential, name, value } = order;
  await using carnet = openCarnet(order, around);
  const { version } = await carnet.write(credential.name, name, value, around);
  yield { version, fingerprint: fingerprintUnder(order, new TextEncoder().encode(value)) };
}

export async function removeSecret(order: OrderOf<'remove'>, around: CallSurroundings): Promise<void> {
  const { credential, name } = order;
  await using carnet = openCarnet(order, around);
  await carnet.remove(credential.name, name, around);
}
