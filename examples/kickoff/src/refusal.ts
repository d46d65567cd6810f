import { randomUUID } from 'node:crypto';
import { ResolutionError } from '@carnet/core';
import type { Diagnosis } from '@carnet/provider';
import { carnetOf } from './carnet-of.ts';
import { audience, type Scene } from './scene.ts';

export interface Refusal {
  readonly code: string;
  readonly cloudCode: string | undefined;
  readonly cloudMessage: string | undefined;
  readonly docsUrl: string;
  readonly diagnosis: Diagnosis;
  /** What the application trusts, as its owner reads it at the cloud. */
  readonly registered: { readonly issuer: string; readonly subject: string; readonly audience: string };
}

/** Another organization of the same issuer tries the same vault: its token is genuine, and its subject is not the trusted one. */
export async function tryAsAnotherOrganization(scene: Scene): Promise<Refusal> {
  await using carnet = carnetOf(scene, { organization: randomUUID() });
  const failure = await carnet.resolve().then(() => undefined, firstFailure);
  if (failure === undefined) throw new Error('Another organization was let in.');
  const { error, diagnosis } = failure;
  return {
    code: error.code,
    cloudCode: error.cloudCode,
    cloudMessage: error.cloudMessage,
    docsUrl: error.docsUrl,
    diagnosis,
    registered: { issuer: scene.issuer.issuer, subject: `organization:${scene.organization}`, audience },
  };
}

function firstFailure(error: unknown): ResolutionError['failures'][number] | undefined {
  if (error instanceof ResolutionError) return error.failures[0];
  throw error;
}
