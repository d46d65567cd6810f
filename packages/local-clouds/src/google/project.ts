import { randomBytes, randomInt } from 'node:crypto';
import { Bindings } from './bindings.ts';
import { isLocation } from './hosts.ts';
import type { LocalProject } from './local-google.ts';
import { createProjectSecrets } from './secret-manager/project-secrets.ts';
import { StoredSecrets } from './secret-manager/stored-secrets.ts';
import { createServiceAccount, type ServiceAccount } from './service-accounts/service-account.ts';
import { createPool, type Pool } from './sts/pool-provider.ts';

/** A project as Google's services see it; `control` is what its owner holds. */
export interface Project {
  readonly control: LocalProject;
  readonly bindings: Bindings;
  pool(id: string): Pool | undefined;
  /** Takes the access of every token of its principals. */
  removePool(id: string): void;
  serviceAccount(email: string): ServiceAccount | undefined;
  /** Undefined for a location that there is none of. */
  secretsAt(location: string | undefined): StoredSecrets | undefined;
}

// https://cloud.google.com/resource-manager/docs/creating-managing-projects
const projectId = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const global = '';

export function createProject(clock: { now(): number }, options: { readonly id?: string; readonly number?: string } = {}): Project {
  const { id = `project-${randomBytes(6).toString('hex')}`, number = String(randomInt(100_000_000_000, 281_474_976_710_655 - 1)) } = options;
  if (!projectId.test(id)) throw new TypeError('A project id has 6 to 30 letters a-z, digits and hyphens, starts with a letter and does not end with a hyphen.');
  if (!/^[1-9]\d{0,18}$/.test(number)) throw new TypeError('A project number has digits alone.');

  const bindings = new Bindings();
  const pools = new Map<string, Pool>();
  const accounts = new Map<string, ServiceAccount>();
  const stores = new Map<string, StoredSecrets>();
  const secretsAt = (location = global): StoredSecrets | undefined => {
    if (location !== global && !isLocation(location)) return undefined;
    const store = stores.get(location) ?? new StoredSecrets(clock);
    stores.set(location, store);
    return store;
  };

  const control: LocalProject = {
    id,
    number,
    workloadIdentityPool(poolId) {
      if (pools.has(poolId)) throw new TypeError(`The project has a pool ${poolId} already.`);
      const pool = createPool(number, poolId);
      pools.set(poolId, pool);
      return pool.control;
    },
    serviceAccount(name) {
      const account = createServiceAccount(id, name);
      if (accounts.has(account.control.email)) throw new TypeError(`The project has a service account ${name} already.`);
      accounts.set(account.control.email, account);
      return account.control;
    },
    grant: (binding) => bindings.grant(binding),
    revoke: (binding) => bindings.revoke(binding),
    secrets(location) {
      const store = secretsAt(location);
      if (!store) throw new TypeError(`Google has no location ${String(location)}, as far as these clouds know.`);
      return createProjectSecrets(store, location !== undefined);
    },
  };
  const removePool = (poolId: string): void => {
    const pool = pools.get(poolId);
    if (pool) pool.control.disabled = true;
    pools.delete(poolId);
  };
  return { control, bindings, removePool, pool: (poolId) => pools.get(poolId), serviceAccount: (email) => accounts.get(email), secretsAt };
}
