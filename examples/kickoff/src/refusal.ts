import { randomUUID } from 'node:crypto';
import { ResolutionError, type ResolutionFailure } from '@carnet/core';
import type { Diagnosis } from '@carnet/provider';
import { carnetOf } from './carnet-of.ts';
import type { CloudSide } from './scene/cloud-side.ts';
import type { Scene } from './scene/set-scene.ts';

/** How one cloud refused, and what an operator reads. */
export interface Refusal {
  readonly cloud: CloudSide['name'];
  readonly code: string;
  readonly cloudCode: string | undefined;
  readonly cloudMessage: string | undefined;
  readonly docsUrl: string;
  readonly diagnosis: Diagnosis;
  /** What the cloud trusts, as its owner reads it there. */
  readonly registered: { readonly issuer: string; readonly subject: string; readonly audience: string };
}

/** Another organization of the same issuer tries the same stores: its tokens are genuine, and their subject is trusted by none. */
export async function tryAsAnotherOrganization(scene: Scene): Promise<readonly Refusal[]> {
  await using carnet = carnetOf(scene, { organization: randomUUID() });
  const failures = await carnet.resolve().then(() => [], failuresOf);
  return scene.sides.map((side) => {
    const failure = failures.find(({ provider }) => provider === side.provider);
    if (failure === undefined) throw new Error(`Another organization was let in by ${side.name}.`);
    const { error, diagnosis } = failure;
    return {
      cloud: side.name,
      code: error.code,
      cloudCode: error.cloudCode,
      cloudMessage: error.cloudMessage,
      docsUrl: error.docsUrl,
      diagnosis,
      registered: { issuer: scene.issuer.issuer, subject: scene.subject, audience: side.audience },
    };
  });
}

function failuresOf(error: unknown): readonly ResolutionFailure[] {
  if (error instanceof ResolutionError) return error.failures;
  throw error;
}
