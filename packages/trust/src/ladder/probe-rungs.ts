import type { ErrorCode, FederatedIdentity } from '@carnet/provider';
import { errorOf, failedRung, ownFailure } from './failed-rung.ts';
import type { Decoy, LadderRequest } from './ladder-request.ts';
import { anyToken, readRegistered } from './read-registered.ts';
import { rungOf, skipped, type Rung, type RungId } from './rung.ts';
import { withinTime } from './timed.ts';
import { tokenClaims, threeValues } from './token-claims.ts';

const ids = ['probe.subject', 'probe.audience'] as const satisfies readonly RungId[];
const deadlineMs = 30_000;
const refusals: readonly ErrorCode[] = ['TRUST_REJECTED', 'SIGNATURE_REJECTED', 'EXCHANGE_REJECTED', 'ACCESS_DENIED'];

/** Shows the cloud a stranger's token and one for somebody else: both must be refused. One after the other, and nothing of an accepted answer is used. */
export async function probeRungs(request: LadderRequest, identity: FederatedIdentity | undefined, audience: string, isAccepted: boolean): Promise<readonly Rung[]> {
  const skip = (message: string): readonly Rung[] => ids.map((id) => skipped(id, message));
  const { probe, credential } = request;
  if (!identity) return skip('A static credential has no trust that could be too wide.');
  if (credential.provider.registrations?.exactMatch) return skip(`Not needed: this cloud compares all three values exactly${countOf(request, identity)}.`);
  if (!probe?.mint) return skip('The source of subject tokens mints no decoys: an issuer in this process does.');
  if (!isAccepted) return skip('Without an accepted exchange a refusal says nothing.');
  const refusal = await probe.refusal?.({ kind: identity.kind, settings: identity.settings, audience });
  if (refusal !== undefined) return skip(refusal);
  const [stranger, foreign] = [randomUuid(probe.random(16)), `urn:carnet:probe:${randomUuid(probe.random(16))}`];
  return [
    await probeRung('probe.subject', { audience, organization: stranger }, request, identity),
    await probeRung('probe.audience', { audience: foreign }, request, identity),
  ];
}

function countOf({ registered = [], credential }: LadderRequest, { settings }: FederatedIdentity): string {
  const { registrations } = credential.provider;
  const count = registrations ? registered.flatMap((document) => readRegistered(registrations, document, settings, anyToken)).length : 0;
  return count === 0 ? '' : `; ${count} registered`;
}

async function probeRung(id: (typeof ids)[number], decoy: Decoy, request: LadderRequest, identity: FederatedIdentity): Promise<Rung> {
  const { clock, probe, signal } = request;
  const startedAt = clock.now();
  const done = () => ({ durationMs: clock.now() - startedAt });
  try {
    const token = (await probe?.mint?.({ ...decoy, signal })) ?? '';
    const sent = threeValues(tokenClaims(token));
    try {
      const isShown = await withinTime(clock, deadlineMs, signal, (inner) => present(token, request, identity, inner));
      if (!isShown) return { ...ownFailure(id, 'PROVIDER_FAULT', 'It is not known whether the cloud would refuse it: the provider showed it no token.', 'Ask its author: authenticate() has to exchange the token.', { ...done(), sent }), status: 'warn' };
    } catch (error) {
      const { code, message, cloudCode } = errorOf(error);
      if (refusals.includes(code)) return rungOf(id, 'pass', `The cloud refused it${cloudCode === undefined ? '' : ` (${cloudCode})`}.`, { ...done(), sent });
      return { ...failedRung(id, error, { ...done(), sent }), status: 'warn', message: `It is not known whether the cloud would refuse it. ${message}` };
    }
    const what = id === 'probe.subject' ? 'of an organization that does not exist' : 'that is meant for somebody else';
    return ownFailure(id, 'TRUST_TOO_WIDE', `The cloud accepted a token ${what}.`, 'Bind the trust to issuer, subject and audience, as carnet trust prints it.', { ...done(), sent });
  } catch (error) {
    return { ...failedRung(id, error, done()), status: 'warn' };
  }
}

/** In a session of its own, so that neither side takes the decoy for the real one. Whether the token was asked for. */
async function present(token: string, { credential, clock, probe }: LadderRequest, { settings, transport }: FederatedIdentity, signal: AbortSignal): Promise<boolean> {
  let isShown = false;
  const session = new Map<string, unknown>();
  const store = credential.provider.open({ method: 'workload-identity', identity: settings, store: credential.store }, {
    subjectToken: async () => {
      isShown = true;
      return token;
    },
    transport,
    clock,
    random: (size) => probe?.random(size) ?? new Uint8Array(size),
    observe: () => undefined,
    session,
  });
  try {
    await store.authenticate({ signal });
    return isShown;
  } finally {
    session.clear();
    // Whatever it does, the cloud has answered.
    void (async () => await store.close?.())().catch(() => undefined);
  }
}

/** RFC 9562, version 4. */
function randomUuid(bytes: Uint8Array): string {
  const marked = Uint8Array.from(bytes, (byte, index) => (index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte));
  return Buffer.from(marked).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
