import { CarnetError, type Clock, type FederatedIdentity } from '@carnet/provider';
import { clockRung } from './clock-rung.ts';
import { failedRung, ownFailure } from './failed-rung.ts';
import { differenceOf } from './difference.ts';
import { fetchDocument, shownAddress } from './fetch-document.ts';
import { keysRung } from './keys-rung.ts';
import { rungOf, skipped, type Rung, type RungId } from './rung.ts';
import { timed } from './timed.ts';
import { shownClaims, tokenClaims, type TokenClaims } from './token-claims.ts';

export interface Minted {
  readonly rung: Rung;
  /** Absent where nothing was minted. */
  readonly claims?: TokenClaims;
}

/** The rungs of one workload identity, under way. */
export interface IssuerCheck {
  readonly identity: FederatedIdentity;
  readonly mint: Promise<Minted>;
  /** In their order: the issuer's documents, the clock, the token. */
  readonly rungs: Promise<readonly Rung[]>;
}

export interface IssuerCheckRequest {
  readonly identity: FederatedIdentity;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

const caveat = ' Seen from this host: no proof that the cloud sees the same.';
const issuerRungIds: readonly RungId[] = ['issuer.discovery', 'issuer.name', 'issuer.keys', 'clock', 'mint'];

/**
 * Mints a token and fetches the documents of its issuer, as one identity needs it for all of its credentials. Never rejects.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html section 4
 */
export function checkIssuer({ identity, clock, signal }: IssuerCheckRequest): IssuerCheck {
  const mint = mintToken(identity, clock, signal);
  return {
    identity,
    mint,
    rungs: mint.then(async ({ rung, claims }) => {
      if (!claims) return [...issuerRungIds.slice(0, -1).map((id) => skipped(id, 'There is no token that would name its issuer.')), rung];
      const skews: number[] = [];
      const documents = await documentRungs(claims, { transport: identity.transport, clock, signal, onSkew: (seconds) => skews.push(seconds) });
      return [...documents, clockRung(skews, clock.now(), claims, {}), rung];
    }),
  };
}

/** The rungs of a credential that holds a secret of its own. */
export function issuerSkipped(): readonly Rung[] {
  return issuerRungIds.map((id) => skipped(id, 'A static credential sends no subject token.'));
}

async function mintToken(identity: FederatedIdentity, clock: Clock, signal: AbortSignal | undefined): Promise<Minted> {
  const startedAt = clock.now();
  try {
    const claims = tokenClaims(await identity.subjectToken({ signal }));
    const rung = rungOf('mint', 'pass', `For ${claims.subject}, to be shown to ${claims.audience}.`, { durationMs: clock.now() - startedAt, sent: shownClaims(claims) });
    return { rung, claims };
  } catch (error) {
    return { rung: failedRung('mint', error, { durationMs: clock.now() - startedAt }) };
  }
}

async function documentRungs(claims: TokenClaims, fetching: Parameters<typeof fetchDocument>[1]): Promise<readonly Rung[]> {
  const { clock } = fetching;
  const { issuer } = claims;
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const discovery = await timed(clock, () => tried(() => fetchDocument(address, fetching)));
  if (discovery.value instanceof CarnetError) {
    return [
      failedRung('issuer.discovery', discovery.value, { durationMs: discovery.durationMs, sent: { address: shownAddress(address) } }),
      skipped('issuer.name', 'There is no discovery document.'),
      skipped('issuer.keys', 'There is no discovery document that would name the JWKS.'),
    ];
  }
  const found = rungOf('issuer.discovery', 'unproven', `${shownAddress(address)} answers.${caveat}`, { durationMs: discovery.durationMs, sent: { address: shownAddress(address) } });
  const { issuer: name, jwks_uri: keysAddress } = discovery.value;
  const named = nameRung(issuer, name);
  if (typeof keysAddress !== 'string') return [found, named, ownFailure('issuer.keys', 'ISSUER_UNREACHABLE', 'The discovery document names no jwks_uri.', 'Serve the discovery document of the issuer itself.')];
  const keys = await timed(clock, () => tried(() => fetchDocument(keysAddress, fetching)));
  const details = { durationMs: keys.durationMs };
  return [found, named, keys.value instanceof CarnetError ? failedRung('issuer.keys', keys.value, { ...details, sent: { address: shownAddress(keysAddress) } }) : keysRung(keys.value, shownAddress(keysAddress), claims, details)];
}

function nameRung(issuer: string, found: unknown): Rung {
  const name = typeof found === 'string' ? found.slice(0, 1024) : undefined;
  if (name === undefined) return ownFailure('issuer.name', 'TRUST_REJECTED', 'The discovery document names no issuer.', 'Serve the discovery document of the issuer itself.', { sent: { issuer } });
  const difference = differenceOf('issuer', 'the discovery document', issuer, name, 'the document');
  if (!difference) return rungOf('issuer.name', 'unproven', 'The discovery document names the issuer of our token, byte for byte.', { sent: { issuer }, expected: { issuer: name } });
  return ownFailure('issuer.name', 'TRUST_REJECTED', `The discovery document names another issuer than our token. ${difference.sentence}`, 'Configure the issuer with one spelling, and serve its documents under that.', { sent: { issuer }, expected: { issuer: name }, difference });
}

async function tried<T>(work: () => Promise<T>): Promise<T | CarnetError> {
  try {
    return await work();
  } catch (error) {
    return CarnetError.isInstance(error) ? error : new CarnetError({ code: 'ISSUER_UNREACHABLE', message: 'The document could not be read.' });
  }
}

/** Once the cloud has answered: what was only seen from here is proven, and what failed from here did not stop the cloud. */
export function settledIssuer(rungs: readonly Rung[], accepted: boolean): readonly Rung[] {
  if (!accepted) return rungs;
  return rungs.map((rung) => {
    if (rung.status === 'unproven') return { ...rung, status: 'pass', message: rung.message.replace(caveat, '') };
    const isOurView = (rung.id.startsWith('issuer.') || rung.id === 'clock') && rung.error?.code !== 'TRUST_TOO_WIDE';
    return rung.status === 'fail' && isOurView ? { ...rung, status: 'warn', message: `${rung.message} The cloud accepted the exchange all the same: it saw another state, or keeps an earlier one.` } : rung;
  });
}
