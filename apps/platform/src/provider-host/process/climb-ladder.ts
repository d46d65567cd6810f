import { nearName, systemClock } from '@carnet/core';
import { CarnetError, parseReference } from '@carnet/provider';
import { climb, rungTitles, type Attempt, type Rung } from '@carnet/trust';
import type { Order } from '../messages.ts';
import type { CallTokens } from './call-tokens.ts';
import { identityName, openCarnet, providerOf, type CallSurroundings } from './open-carnet.ts';

/** The rungs as they come. An attempt that is repeated is a rung too, which the next of its id replaces. */
export async function* testConnection(order: Extract<Order, { operation: 'test' }>, around: CallSurroundings & { readonly tokens: CallTokens; readonly say: (rung: Rung) => void }): AsyncGenerator<unknown, void, undefined> {
  const { credential: { name, provider: id, identity, store }, reference, registered, probe, probeRefusal } = order;
  const provider = providerOf(around.providers, id);
  if (provider === undefined) throw new CarnetError({ code: 'PROVIDER_NOT_FOUND', message: 'No provider of this id is part of this server.' });
  const read = reference === undefined ? undefined : parseReference(reference);
  await using carnet = openCarnet(order, around, read);
  yield* climb({
    carnet,
    credential: { name, provider, store, ...(identity && { workloadIdentity: identityName }) },
    clock: systemClock,
    references: read === undefined ? [] : [read],
    registered,
    createdAt: identity?.createdAt,
    nearName,
    signal: around.signal,
    onAttempt: (attempt) => around.say(rungOf(attempt, reference)),
    ...(probe && { probe: { mint: (decoy) => around.tokens.decoy(decoy), refusal: async () => probeRefusal, random: (size) => crypto.getRandomValues(new Uint8Array(size)) } }),
  });
}

function rungOf({ rung: id, number, error: { code, message, docsUrl }, waitMs }: Attempt, reference: string | undefined): Rung {
  return {
    id, title: rungTitles[id], status: 'unproven', durationMs: 0,
    message: `Attempt ${number} was refused (${code}). What was registered minutes ago may not be seen yet: the next one is in ${Math.ceil(waitMs / 1000)} s.`,
    error: { code, message, docsUrl },
    ...(id === 'secret' && reference !== undefined && { reference }),
  };
}
