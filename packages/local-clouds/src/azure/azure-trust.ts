import type { TrustResource } from '@carnet/provider';
import { randomUUID } from 'node:crypto';
import type { TrustOwner } from '../trust/apply-trust.ts';
import { azureClouds, type AzureCloud } from './clouds.ts';
import type { DirectoryApplication, DirectoryTenant, PrincipalKind } from './entra/directory.ts';
import type { Vault } from './key-vault/vault.ts';
import type { LocalFederatedCredential, LocalRoleAssignment, LocalVaultRole } from './local-azure.ts';

interface Places {
  tenant(id: string): DirectoryTenant | undefined;
  vault(host: string): Vault | undefined;
}

interface Action {
  apply(resource: TrustResource): Readonly<Record<string, string>>;
  remove(resource: TrustResource): void;
}

/** What the commands for Azure do: the same objects by the same names, and the same care for what was there before. */
export function azureTrust(places: Places): TrustOwner {
  // What the commands mark with a tag.
  const made = new Set<string>();

  const vaultOf = (resource: TrustResource): Vault => {
    const cloud = (resource['cloud'] ?? 'public') as AzureCloud;
    const suffix = Object.hasOwn(azureClouds, cloud) ? azureClouds[cloud].vaultSuffix : undefined;
    const name = text(resource, 'vault');
    return places.vault(`${name.toLowerCase()}.${suffix}`) ?? fail(`There is no vault ${name} in the cloud ${cloud}.`);
  };
  const tenantOf = (resource: TrustResource): DirectoryTenant => {
    const { id } = vaultOf(resource).control.tenant;
    return places.tenant(id) ?? fail(`There is no tenant ${id}.`);
  };
  const find = (resource: TrustResource, kind: PrincipalKind, name: string): DirectoryApplication | undefined => {
    const [application, another] = tenantOf(resource).named(kind, name);
    return another ? fail(`More than one ${kind} has the name ${name}.`) : application;
  };
  const ownerOf = (resource: TrustResource): DirectoryApplication | undefined => {
    const kind = resource['managedIdentity'] === undefined ? 'application' : 'managedIdentity';
    return find(resource, kind, text(resource, kind));
  };
  const requiredOwner = (resource: TrustResource): DirectoryApplication => ownerOf(resource) ?? fail(`${resource.type} names no application or managed identity that exists.`);

  const principal = (kind: PrincipalKind, isOurs: (application: DirectoryApplication) => boolean): Action => ({
    apply(resource) {
      const name = text(resource, 'name');
      const tenant = tenantOf(resource);
      const existing = find(resource, kind, name);
      if (existing && resource['onlyFor'] !== undefined && isForOthers(existing, kind, trustedBy(resource['onlyFor']))) {
        fail(`The ${kind} ${name} is there already, and others could use what it opens.`);
      }
      const application = existing?.control ?? tenant.control[kind]({ name });
      if (!existing) made.add(application.clientId);
      return { tenantId: tenant.control.id, clientId: application.clientId };
    },
    remove(resource) {
      const application = find(resource, kind, text(resource, 'name'));
      if (application && application.credentials.length === 0 && isOurs(application)) tenantOf(resource).remove(application);
    },
  });

  const isForOthers = ({ control, credentials, hasSecrets }: DirectoryApplication, kind: PrincipalKind, isOurs: (credential: LocalFederatedCredential) => boolean): boolean =>
    hasSecrets || (kind === 'managedIdentity' && !made.has(control.clientId)) || !credentials.every(isOurs);

  const actions: Readonly<Record<string, Action>> = {
    'azure.application': principal('application', ({ hasSecrets }) => !hasSecrets),
    'azure.managedIdentity': principal('managedIdentity', ({ control }) => made.has(control.clientId)),
    'azure.federatedCredential': {
      apply(resource) {
        const { control } = requiredOwner(resource);
        const credential = { name: text(resource, 'name'), issuer: text(resource, 'issuer'), subject: text(resource, 'subject'), audience: text(resource, 'audience') };
        const before = control.federatedCredentials.find(trustedBy({ ...resource, credential: credential.name }));
        if (before) control.removeFederatedCredential(before.name);
        try {
          control.addFederatedCredential(credential);
        } catch (error) {
          if (before) control.addFederatedCredential(before);
          throw error;
        }
        return {};
      },
      remove(resource) {
        const control = ownerOf(resource)?.control;
        for (const { name } of control?.federatedCredentials.filter(trustedBy({ ...resource, credential: resource['name'] })) ?? []) control?.removeFederatedCredential(name);
      },
    },
    'azure.roleAssignment': {
      apply(resource) {
        const { control } = vaultOf(resource);
        if (control.authorization !== 'rbac') fail(`The vault ${control.name} uses access policies: a role opens nothing there.`);
        control.grant(assignmentOf(resource, requiredOwner(resource)));
        return {};
      },
      remove(resource) {
        const owner = ownerOf(resource);
        // Others that are trusted read by the same roles.
        if (owner?.credentials.length === 0) vaultOf(resource).control.revoke(assignmentOf(resource, owner));
      },
    },
    'azure.secret': {
      apply(resource) {
        const vault = vaultOf(resource);
        const name = text(resource, 'name');
        if (!vault.secrets.find(name)) {
          vault.control.set(name, randomUUID());
          made.add(`${vault.host}/${name}`);
        }
        return {};
      },
      remove(resource) {
        const vault = vaultOf(resource);
        const name = text(resource, 'name');
        if (made.delete(`${vault.host}/${name}`) && vault.secrets.find(name)) vault.control.remove(name);
      },
    },
  };

  const actionOf = ({ type }: TrustResource): Action => (Object.hasOwn(actions, type) ? actions[type] : undefined) ?? fail(`${type} is no resource of this cloud.`);
  return { apply: (resource) => actionOf(resource).apply(resource), remove: (resource) => actionOf(resource).remove(resource) };
}

/** Those for the one subject: of the one issuer, or by the name, and to be corrected. */
function trustedBy(wanted: unknown): (credential: LocalFederatedCredential) => boolean {
  const { credential, issuer, subject } = wanted as Readonly<Record<string, unknown>>;
  return (each) => each.subject === subject && (each.issuer === issuer || each.name === credential);
}

function assignmentOf(resource: TrustResource, { control }: DirectoryApplication): LocalRoleAssignment {
  const secret = resource['secret'] === undefined ? {} : { secret: text(resource, 'secret') };
  return { principal: control, role: text(resource, 'role') as LocalVaultRole, ...secret };
}

function text(resource: TrustResource, field: string): string {
  const value = resource[field];
  return typeof value === 'string' && value !== '' ? value : fail(`${resource.type} needs ${field} as text.`);
}

function fail(message: string): never {
  throw new TypeError(message);
}
