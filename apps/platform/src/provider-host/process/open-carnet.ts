import { createCarnet, type Carnet } from '@carnet/core';
import { printReference, type Provider, type SecretReference, type SubjectTokenSource, type Transport } from '@carnet/provider';
import type { HostedCredential } from '../provider-host.ts';

export interface CarnetOrder {
  readonly credential: HostedCredential;
  /** Base64. */
  readonly fingerprintKey: string;
  readonly timeoutMs: number;
}

export interface CallSurroundings {
  readonly providers: readonly Provider[];
  readonly transport: Transport;
  readonly tokens: SubjectTokenSource;
  readonly signal: AbortSignal;
}

// The config has one place in a credential, and no name of its own there.
export const identityName = 'identity';

/** The front door for one credential: made for one call, and closed with it. The key is the fingerprint's own for this reference. */
export function openCarnet({ credential, fingerprintKey, timeoutMs }: CarnetOrder, { providers, transport, tokens }: Omit<CallSurroundings, 'signal'>, reference?: SecretReference): Carnet {
  const { identity, name, provider, method, store, settings, secrets = {}, writable } = credential;
  return createCarnet({
    providers,
    transport,
    identity: tokens,
    environment: {},
    fingerprintKey: Buffer.from(fingerprintKey, 'base64'),
    ...(reference && { fingerprintKeys: { [`${name}:${printReference(reference)}`]: Buffer.from(fingerprintKey, 'base64') } }),
    timeouts: { totalMs: timeoutMs },
    workloadIdentities: identity ? { [identityName]: { ...identity.settings, kind: identity.kind } } : {},
    credentials: { [name]: { provider, method, writable, store, settings, secrets, ...(identity && { identity: identityName }) } },
    variables: {},
  });
}

export function providerOf(providers: readonly Provider[], id: string): Provider | undefined {
  return providers.find(({ manifest }) => manifest.id === id);
}
