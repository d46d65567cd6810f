import { CarnetError, type Connection, type Diagnosis, type Failure, type Provider, type SentToken } from '@carnet/provider';
import type { Scene } from '../scene/scene.ts';
import { Seen } from '../scene/seen.ts';
import { provokeFailures } from './provoked-failures.ts';

export interface NamedFailure {
  /** For a sentence. */
  readonly what: string;
  readonly failure: Failure;
}

// What a diagnosis of a provider's own may be about, whether or not the double can bring it about.
const codes = [
  'TRUST_REJECTED', 'SIGNATURE_REJECTED', 'ISSUER_UNREACHABLE', 'CLOCK_SKEW', 'PRINCIPAL_NOT_FOUND', 'STATIC_SECRET_REJECTED', 'EXCHANGE_REJECTED',
  'SECRET_NOT_FOUND', 'SECRET_DISABLED', 'ACCESS_DENIED', 'THROTTLED', 'STORE_UNREACHABLE', 'STORE_FAULT', 'BATCH_DENIED',
] as const;
const operations = ['authenticate', 'read', 'list', 'write'] as const;

/** @throws Seen where the provider has none */
export function diagnoseOf({ provider }: Scene): NonNullable<Provider['diagnose']> {
  if (provider.diagnose === undefined) throw new Seen("the provider has no diagnose: offer it, or opt out of 'diagnosis' with the reason");
  return (failure) => provider.diagnose?.(failure);
}

/** What a host remembers of a subject token. */
export function sentToken({ mint, issuer: { keyId } }: Scene): SentToken {
  const claims = JSON.parse(Buffer.from(mint().split('.')[1] ?? '', 'base64url').toString()) as Record<'iss' | 'sub' | 'aud', string> & Record<'iat' | 'exp', number>;
  return { issuer: claims.iss, subject: claims.sub, audience: claims.aud, keyId, issuedAt: claims.iat, expiresAt: claims.exp };
}

function place({ method, store, identity, methodSettings }: Connection): Pick<Failure, 'method' | 'store' | 'identity' | 'methodSettings'> {
  return { method, store, ...(identity && { identity }), ...(methodSettings && { methodSettings }) };
}

/** Failures with nothing but what a host always knows. */
export function sparseFailures({ double: { connection } }: Scene): readonly NamedFailure[] {
  return codes.flatMap((code) => operations.map((operation) => (
    { what: `${code} alone`, failure: { error: new CarnetError({ code, message: 'It failed.' }), operation, method: connection.method, store: {} } })));
}

/** Failures of the store under this name, with all that a host can know. */
export function failuresOf(scene: Scene, name: string): readonly NamedFailure[] {
  const token = sentToken(scene);
  return codes.flatMap((code) => operations.map((operation) => (
    { what: code, failure: { error: new CarnetError({ code, message: 'It failed.' }), operation, ...place(scene.double.connection), token, reference: { name }, authenticated: true } })));
}

/** Everything that can be brought about, and the rest as it could be. */
export async function allFailures(scene: Scene): Promise<readonly NamedFailure[]> {
  const token = sentToken(scene);
  const { failures } = await provokeFailures(scene);
  const provoked = failures.flatMap(({ what, thrown: error, operation, reference, authenticated }): readonly NamedFailure[] =>
    (CarnetError.isInstance(error) ? [{ what, failure: { error, operation, ...place(scene.double.connection), token, authenticated, ...(reference && { reference }) } }] : []));
  return [...provoked, ...failuresOf(scene, 'value'), ...sparseFailures(scene)];
}

/** The same, where it is another assertion's whether it throws. */
export function calmDiagnoseOf(scene: Scene): NonNullable<Provider['diagnose']> {
  const diagnose = diagnoseOf(scene);
  return (failure) => {
    try {
      return diagnose(failure);
    } catch {
      return undefined;
    }
  };
}

export interface NamedDiagnosis {
  readonly what: string;
  readonly diagnosis: Diagnosis;
}

/** What the provider says about each failure, where it says something. */
export function diagnosed(scene: Scene, failures: readonly NamedFailure[]): readonly NamedDiagnosis[] {
  const diagnose = calmDiagnoseOf(scene);
  return failures.flatMap(({ what, failure }) => {
    const diagnosis = diagnose(failure);
    return diagnosis === undefined ? [] : [{ what, diagnosis }];
  });
}
