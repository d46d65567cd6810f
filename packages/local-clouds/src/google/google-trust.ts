import type { TrustResource } from '@carnet/provider';
import { randomBytes } from 'node:crypto';
import type { TrustOwner } from '../trust/apply-trust.ts';
import { optionalText, ownerOfKinds, refuse, text } from '../trust/resource-kinds.ts';
import type { LocalBinding } from './local-google.ts';
import type { Project } from './project.ts';
import type { StoredSecret } from './secret-manager/stored-secrets.ts';
import type { ServiceAccount } from './service-accounts/service-account.ts';

/** Does what `gcloud` does with the resources of a plan; the project and its service accounts exist already. */
export function googleTrust(projectOf: (id: string) => Project | undefined, serviceAccount: (email: string) => ServiceAccount | undefined): TrustOwner {
  const projectIn = (resource: TrustResource): Project => projectOf(text(resource, 'project')) ?? refuse(`There is no project ${text(resource, 'project')}.`);

  /** Who holds a binding: a service account, one secret or the project. */
  const holderOf = (resource: TrustResource): { grant(binding: LocalBinding): void; revoke(binding: LocalBinding): void } => {
    const { control } = projectIn(resource);
    const email = optionalText(resource, 'serviceAccount');
    const secret = optionalText(resource, 'secret');
    if (email !== undefined) return serviceAccount(email)?.control ?? refuse(`There is no service account ${email}.`);
    if (secret === undefined) return control;
    const secrets = control.secrets(optionalText(resource, 'location'));
    return { grant: (binding) => secrets.grant(secret, binding), revoke: (binding) => secrets.revoke(secret, binding) };
  };
  const bindingOf = (resource: TrustResource): LocalBinding => ({ member: text(resource, 'member'), role: text(resource, 'role') });

  /** The first secrets that were not there before. */
  const made = new WeakSet<StoredSecret>();

  return ownerOfKinds({
    'gcp.workloadIdentityPool': {
      apply(resource) {
        const { control, pool } = projectIn(resource);
        if (control.number !== text(resource, 'projectNumber')) refuse(`The number of the project ${control.id} is ${control.number}.`);
        if (!pool(text(resource, 'pool'))) control.workloadIdentityPool(text(resource, 'pool'));
      },
      remove(resource) {
        const { pool, removePool } = projectIn(resource);
        // Another trust may live in it.
        if (pool(text(resource, 'pool'))?.isEmpty === true) removePool(text(resource, 'pool'));
      },
    },
    'gcp.provider': {
      apply(resource) {
        const pool = projectIn(resource).pool(text(resource, 'pool')) ?? refuse(`The project has no pool ${text(resource, 'pool')}.`);
        const id = text(resource, 'provider');
        // One of this id is set to the same.
        pool.removeProvider(id);
        const attributeMapping = resource['attributeMapping'] as Record<string, string>;
        const { resourceName } = pool.control.oidcProvider({ id, issuer: text(resource, 'issuer'), attributeMapping, attributeCondition: text(resource, 'attributeCondition') });
        return { providerResourceName: resourceName };
      },
      remove: (resource) => projectIn(resource).pool(text(resource, 'pool'))?.removeProvider(text(resource, 'provider')),
    },
    'gcp.secret': {
      apply(resource) {
        const { control, secretsAt } = projectIn(resource);
        const [location, name] = [optionalText(resource, 'location'), text(resource, 'secret')];
        if (secretsAt(location)?.find(name)) return;
        control.secrets(location).set(name, randomBytes(24).toString('base64'));
        const secret = secretsAt(location)?.find(name);
        if (secret) made.add(secret);
      },
      remove(resource) {
        const { control, secretsAt } = projectIn(resource);
        const [location, name] = [optionalText(resource, 'location'), text(resource, 'secret')];
        const secret = secretsAt(location)?.find(name);
        if (secret && made.has(secret)) control.secrets(location).remove(name);
      },
    },
    'gcp.binding': {
      apply: (resource) => holderOf(resource).grant(bindingOf(resource)),
      remove: (resource) => holderOf(resource).revoke(bindingOf(resource)),
    },
  });
}
