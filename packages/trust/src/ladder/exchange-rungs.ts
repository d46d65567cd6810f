import type { Authentication, Diagnosis, ErrorCode } from '@carnet/provider';
import { failedRung } from './failed-rung.ts';
import type { Climb } from './ladder-request.ts';
import { untilSeen } from './propagation.ts';
import { rungOf, skipped, type Rung, type RungDetails, type RungId } from './rung.ts';
import type { Timed } from './timed.ts';
import { shownClaims, threeValues, type TokenClaims } from './token-claims.ts';

export type Exchanged = Timed<Authentication | { readonly thrown: unknown }>;

export async function exchange(request: Climb): Promise<Exchanged> {
  const { carnet, credential, clock, signal } = request;
  const startedAt = clock.now();
  try {
    const value = await untilSeen(request, 'exchange', () => carnet.authenticate(credential.name, { signal }));
    return { value, durationMs: clock.now() - startedAt };
  } catch (thrown) {
    return { value: { thrown }, durationMs: clock.now() - startedAt };
  }
}

export const storeTakesIt = 'The store takes the credential.';

export const accepted = ({ value }: Exchanged): boolean => !('thrown' in value);

// Which of our own rungs explains what the cloud says, the likeliest first.
const ownCauses: Readonly<Partial<Record<ErrorCode, readonly RungId[]>>> = {
  SIGNATURE_REJECTED: ['issuer.keys', 'issuer.discovery', 'issuer.name'],
  ISSUER_UNREACHABLE: ['issuer.discovery', 'issuer.keys', 'issuer.name'],
  TRUST_REJECTED: ['issuer.name'],
  EXCHANGE_REJECTED: ['issuer.name', 'issuer.keys', 'clock'],
  CLOCK_SKEW: ['clock'],
};
const refusals: readonly ErrorCode[] = ['TRUST_REJECTED', 'SIGNATURE_REJECTED', 'EXCHANGE_REJECTED', 'PRINCIPAL_NOT_FOUND'];

/** The exchange, its failure explained from our own rungs first, then from what is registered, then by the cloud's code. */
export function exchangeRung({ value, durationMs }: Exchanged, claims: TokenClaims | undefined, issuerRungs: readonly Rung[], registration: Rung | undefined): Rung {
  const details: RungDetails = { durationMs, ...(claims && { sent: threeValues(claims) }) };
  if (!('thrown' in value)) {
    if (claims) return rungOf('exchange', 'pass', 'The cloud took our token for its own.', details);
    // Some static credentials are shown to nobody before the first read.
    const isShown = value.principal !== undefined || value.expiresAt !== undefined;
    return isShown ? rungOf('exchange', 'pass', storeTakesIt, details) : rungOf('exchange', 'unproven', 'Nobody has refused the credential, and nobody was asked: the first read does.', details);
  }
  const rung = failedRung('exchange', value.thrown, { durationMs });
  const asShown: Readonly<Record<string, string>> = claims ? shownClaims(claims) : {};
  const shown = { ...rung, sent: { ...details.sent, ...Object.fromEntries(Object.entries(rung.sent ?? {}).map(([name, text]) => [name, asShown[name] ?? text])) } };
  const code = rung.error?.code;
  const own = (code === undefined ? [] : (ownCauses[code] ?? [])).map((id) => issuerRungs.find((each) => each.id === id && each.error)).find((each) => each !== undefined);
  if (own?.diagnosis) return { ...shown, diagnosis: ofOurs(own.diagnosis) };
  if (!registration || code === undefined || !refusals.includes(code)) return shown;
  const { diagnosis, difference, expected, commands } = registration;
  if (registration.status !== 'fail' || !diagnosis) return { ...shown, commands };
  return { ...shown, difference, expected, commands, ...(registration.error?.code === 'TRUST_REJECTED' && { diagnosis: { ...diagnosis, command: diagnosis.command ?? rung.diagnosis?.command } as Diagnosis }) };
}

function ofOurs(diagnosis: Omit<Diagnosis, 'sent'>): Omit<Diagnosis, 'sent'> {
  return { ...diagnosis, cause: `The cause is on our side. ${diagnosis.cause}`, severity: 'error' };
}

export function identityRung({ value }: Exchanged, now: number): Rung {
  if ('thrown' in value) return skipped('identity', 'Nobody was let in.');
  const { principal, expiresAt } = value;
  const until = expiresAt === undefined ? '' : ` for ${durationOf(expiresAt - now)}`;
  if (principal === undefined) return expiresAt === undefined ? skipped('identity', 'The store does not say whom it let in.') : rungOf('identity', 'pass', `Let in${until}; the store does not say as whom.`);
  return rungOf('identity', 'pass', `Let in${until} as ${principal}.`, { sent: { principal, ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }) } });
}

function durationOf(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  return minutes < 120 ? `${minutes} min` : minutes < 2880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
}
