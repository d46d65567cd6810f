import type { FederatedIdentity } from '@carnet/provider';
import { checkIssuer, issuerSkipped, settledIssuer, type IssuerCheck } from './check-issuer.ts';
import { accepted, exchange, exchangeRung, identityRung, storeTakesIt, type Exchanged } from './exchange-rungs.ts';
import type { LadderRequest } from './ladder-request.ts';
import { probeRungs } from './probe-rungs.ts';
import { registrationRung } from './registration-rung.ts';
import { skipped, type Rung } from './rung.ts';
import { listRung, secretRungs, storeSkipped } from './store-rungs.ts';

/**
 * Tests one credential step by step and tells each rung in the order of the ladder. Independent steps run at the same time. Rungs of the issuer
 * come as `unproven` and, once the exchange is accepted, a second time as `pass`: a later rung with the same id and reference replaces the
 * earlier one. Never throws; a step that cannot be taken is `skip`.
 *
 * @example
 * ```ts
 * import { systemClock, type Carnet } from '@carnet/core';
 * import type { Provider } from '@carnet/provider';
 * import { climb } from '@carnet/trust';
 *
 * export async function test(carnet: Carnet, provider: Provider): Promise<void> {
 *   const credential = { name: 'vault', provider, workloadIdentity: 'production', store: { vaultName: 'orders' } };
 *   for await (const { title, status, message } of climb({ carnet, credential, clock: systemClock, references: [{ name: 'api-key' }] })) {
 *     console.log(status, title, message);
 *   }
 * }
 * ```
 */
export async function* climb(request: LadderRequest): AsyncGenerator<Rung, void, undefined> {
  const { carnet, credential, clock, signal } = request;
  const identity = credential.workloadIdentity === undefined ? undefined : carnet.identity(credential.workloadIdentity);
  const issuer = identity && checkIssuer({ identity, clock, signal });
  const steps = climbCredential(request, issuer);
  // Under way before the issuer's documents are waited for.
  const first = steps.next();
  const issuerRungs = issuer ? await issuer.rungs : issuerSkipped();
  yield* issuerRungs;
  let isAccepted = false;
  for (let step = await first; !step.done; step = await steps.next()) {
    isAccepted ||= step.value.id === 'exchange' && step.value.status === 'pass';
    yield step.value;
  }
  if (!isAccepted) return;
  for (const [index, settled] of settledIssuer(issuerRungs, true).entries()) if (settled !== issuerRungs[index]) yield settled;
}

/** The rungs from what is registered to the store, for an identity whose issuer is checked once for all of its credentials. */
export async function* climbCredential(given: LadderRequest, issuer: IssuerCheck | undefined): AsyncGenerator<Rung, void, undefined> {
  const { credential, clock, registered, references = [] } = given;
  const minted = issuer && (await issuer.mint);
  const claims = minted?.claims;
  const identity: FederatedIdentity | undefined = issuer?.identity;
  if (minted && !claims) {
    yield* (['registration', 'exchange', 'identity'] as const).map((id) => skipped(id, 'There is no token.'));
    yield* references.flatMap(storeSkipped);
    yield skipped('list', 'Nobody was let in.');
    return;
  }
  const registration = identity && claims ? registrationRung(credential.provider.registrations, registered, identity, claims) : skipped('registration', 'A static credential has no trust to compare.');
  // What is not registered is not on its way.
  const isMissing = registration.status === 'fail' && registration.error?.code === 'TRUST_REJECTED';
  const request = { ...given, startedAt: clock.now(), ...(isMissing && { createdAt: undefined }) };
  const exchanging = exchange(request);
  const inside = exchanging.then((exchanged) => (accepted(exchanged)
    ? Promise.all([Promise.all(references.map((reference) => secretRungs(request, reference))), listRung(request)])
    : [references.map(storeSkipped), skipped('list', 'Nobody was let in.')] as const));

  const exchanged: Exchanged = await exchanging;
  yield accepted(exchanged) ? beside(registration) : registration;
  const rung = exchangeRung(exchanged, claims, accepted(exchanged) || !issuer ? [] : await issuer.rungs, registration);
  yield rung;
  yield identityRung(exchanged, clock.now());
  const [secrets, list] = await inside;
  yield* secrets.flat();
  yield list;
  if (rung.status === 'unproven' && [...secrets.flat(), list].some(({ status }) => status === 'pass')) yield { ...rung, status: 'pass', message: storeTakesIt };
  if (request.probe) yield* await probeRungs(request, identity, claims?.audience ?? '', accepted(exchanged));
}

/** What does not fit a token that the cloud took is not what the cloud has, or is more than it needs. */
function beside(registration: Rung): Rung {
  if (registration.status !== 'fail' || registration.error?.code !== 'TRUST_REJECTED') return registration;
  return { ...registration, status: 'warn', message: `The cloud took our token all the same. ${registration.message}` };
}
