import { createAws } from '@carnet/aws';
import { createAzure } from '@carnet/azure';
import { createCarnet, type Carnet } from '@carnet/core';
import { createGcp } from '@carnet/gcp';
import { configurationOf } from './configuration-of.ts';
import type { Scene } from './scene/set-scene.ts';

/** What a service would write: its configuration, one identity and three providers. The transport is the only trace of the local clouds. */
export function carnetOf(scene: Scene, options: { readonly organization: string; readonly run?: string; readonly log?: (line: string) => void }): Carnet {
  return createCarnet({
    ...configurationOf(scene),
    identity: scene.identityOf(options.organization),
    providers: [createAzure(), createAws(), createGcp()],
    transport: scene.clouds.transport,
    fingerprintKey: scene.fingerprintKey,
    ...(options.run === undefined ? {} : { run: { id: options.run } }),
    ...(options.log === undefined ? {} : { log: options.log }),
  });
}
