import { azureClouds } from '../clouds.ts';
import type { LocalVault, LocalVaultOptions } from '../local-azure.ts';
import { valueProblem } from './secret-parameters.ts';
import { secretName, StoredSecrets, type SecretVersion } from './stored-secrets.ts';
import { VaultAccess } from './vault-access.ts';

/** A vault as its service sees it; `control` is what its owner holds. */
export interface Vault {
  readonly control: LocalVault;
  readonly host: string;
  readonly secrets: StoredSecrets;
  readonly access: VaultAccess;
  /** The resource that a token must be for. */
  readonly audience: string;
  readonly challenge: string;
  /** Tokens issued up to this time are asked for more claims. */
  claimsChallengedAt: number;
}

const vaultName = /^[a-z](?!.*--)[a-z0-9-]{1,22}[a-z0-9]$/i;

export function createVault(clock: { now(): number }, options: LocalVaultOptions): Vault {
  if (!vaultName.test(options.name)) {
    throw new TypeError('A vault name has 3 to 24 letters, digits and hyphens, starts with a letter, ends with a letter or digit, and has no two hyphens in a row.');
  }
  const { authorities, vaultSuffix } = azureClouds[options.cloud ?? 'public'];
  const host = `${options.name.toLowerCase()}.${vaultSuffix}`;
  const audience = `https://${vaultSuffix}`;
  const secrets = new StoredSecrets(clock);
  const access = new VaultAccess();

  const find = (name: string, version?: string): SecretVersion => secrets.find(name, version) ?? refuse(`The vault has no such secret or version: ${name}.`);
  const findDeleted = (name: string): void => void (secrets.findDeleted(name) ?? refuse(`The vault has no deleted secret ${name}.`));
  const setEnabled = (enabled: boolean) => (name: string, version?: string) => void secrets.change(find(name, version), { enabled });

  const control: LocalVault = {
    name: options.name,
    url: `https://${host}`,
    tenant: options.tenant,
    authorization: options.authorization ?? 'rbac',
    firewall: 'open',
    set(name, value, change = {}) {
      if (!secretName.test(name)) refuse('A secret name has 1 to 127 letters, digits and hyphens.');
      if (valueProblem(value) !== undefined) refuse('A secret value is text of 25 KiB at most.');
      if (secrets.findDeleted(name)) refuse(`The secret ${name} is deleted: recover or purge it first.`);
      return secrets.set(name, value, change).id;
    },
    disable: setEnabled(false),
    enable: setEnabled(true),
    remove: (name) => secrets.remove(find(name).name),
    recover: (name) => {
      findDeleted(name);
      secrets.recover(name);
    },
    purge: (name) => {
      findDeleted(name);
      secrets.purge(name);
    },
    grant: (assignment) => access.grant(assignment),
    revoke: (assignment) => access.revoke(assignment),
    accessPolicy: ({ principal, permissions }) => access.setPolicy(principal, permissions),
    challengeClaims: () => {
      vault.claimsChallengedAt = clock.now();
    },
  };
  const vault: Vault = {
    control,
    host,
    secrets,
    access,
    audience,
    challenge: `Bearer authorization="https://${authorities[0]}/${options.tenant.id}", resource="${audience}"`,
    claimsChallengedAt: -Infinity,
  };
  return vault;
}

function refuse(message: string): never {
  throw new TypeError(message);
}
