import { startLocalClouds, type LocalClouds } from '@carnet/local-clouds';
import { setUpAws, setUpAzure, setUpGoogle, type DevelopmentStore, type RotatedSecret } from './local-stores.ts';

/** Three local clouds with one store each, whose secrets one organization may read by federation alone. */
export interface DevelopmentClouds {
  readonly clouds: LocalClouds;
  readonly stores: readonly DevelopmentStore[];
  /** Puts one new value into each cloud. */
  rotate(): readonly RotatedSecret[];
}

export async function startDevelopmentClouds(): Promise<LocalClouds> {
  return await startLocalClouds();
}

/** Trusts the tokens of this organization, in each cloud. */
export function setUpStores(clouds: LocalClouds, trusted: { readonly issuer: string; readonly subject: string }): DevelopmentClouds {
  const stores = [setUpAzure(clouds, trusted), setUpAws(clouds, trusted), setUpGoogle(clouds, trusted)];
  const rotate = (): readonly RotatedSecret[] => stores.map((store) => store.rotate());
  rotate();
  return { clouds, stores, rotate };
}
