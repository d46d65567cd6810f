import { audienceOf, CarnetError, validateSettings, type Connection } from '@carnet/provider';
import type { HostileSettings } from '../conformance.ts';
import { visibleOf } from '../process/visible.ts';
import { withPatience } from '../scene/patience.ts';
import type { Scene } from '../scene/scene.ts';
import { identityOf } from './manifest-texts.ts';

/** The double's own settings with hostile ones in their place. */
export function hostileConnection({ double: { connection } }: Scene, { identity, store }: HostileSettings): Connection {
  return {
    ...connection,
    ...(connection.identity || identity ? { identity: { ...connection.identity, ...identity } } : {}),
    store: { ...connection.store, ...store },
  };
}

/** How far hostile settings got. */
export interface Progress {
  readonly what: string;
  readonly refused: boolean;
  readonly requested: boolean;
  readonly minted: boolean;
}

/** Walks the way of a host: schema, `validate`, audience, `open`, and at last the first call. */
export async function progressOf(scene: Scene, hostile: HostileSettings): Promise<Progress> {
  const connection = hostileConnection(scene, hostile);
  const { what } = hostile;
  if (refusedBeforehand(scene, connection)) return { what, refused: true, requested: false, minted: false };
  const [requests, mints] = [scene.hosts.length, scene.mints.length];
  let refused = false;
  try {
    const store = scene.open({ connection, context: scene.freshContext() });
    await withPatience(store.authenticate({}), scene.patienceMs, 'authenticate');
  } catch {
    refused = true;
  }
  return { what, refused, requested: scene.hosts.length > requests, minted: scene.mints.length > mints };
}

function refusedBeforehand({ conformance, provider }: Scene, connection: Connection): boolean {
  const identity = identityOf({ conformance, manifest: provider.manifest });
  if (identity && connection.identity && !validateSettings(identity.schema, connection.identity).ok) return true;
  if (!validateSettings(provider.manifest.store.schema, connection.store).ok) return true;
  if ((provider.validate?.(visibleOf(connection)) ?? []).length > 0) return true;
  try {
    if (identity && connection.identity) audienceOf(identity, connection.identity);
    return false;
  } catch (error) {
    return CarnetError.isInstance(error);
  }
}
