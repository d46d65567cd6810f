import type { TrustResource } from '@carnet/provider';
import { randomBytes } from 'node:crypto';
import type { TrustOwner } from '../trust/apply-trust.ts';
import { optionalText, ownerOfKinds, refuse, text } from '../trust/resource-kinds.ts';
import type { JwtAuth } from './jwt-auth/jwt-auth.ts';
import type { LocalVaultCapability } from './local-vault.ts';
import type { Namespace } from './namespace.ts';
import type { VaultServer } from './server.ts';

/** Does what `vault` does with the resources of a plan; the server exists already. */
export function vaultTrust(serverAt: (host: string) => VaultServer | undefined): TrustOwner {
  const namespaceOf = (resource: TrustResource): Namespace => {
    const server = serverAt(URL.parse(text(resource, 'address'))?.host ?? '') ?? refuse(`There is no server ${text(resource, 'address')}.`);
    return server.namespace(optionalText(resource, 'namespace') ?? '');
  };
  const authOf = (resource: TrustResource): JwtAuth | undefined => namespaceOf(resource).auth.get(text(resource, 'mount'))?.engine;
  /** A mount has one issuer and a role one subject: nobody else's is replaced. */
  const checkFree = (what: string, bound: string | undefined, wanted: string): void => {
    if (bound !== undefined && bound !== '' && bound !== wanted) refuse(`The ${what} is that of ${bound}: name another one.`);
  };

  /** The first secrets that were not there before. */
  const made = new WeakMap<Namespace, Set<string>>();

  return ownerOfKinds({
    'vault.jwtAuth': {
      apply(resource) {
        const [mount, boundIssuer] = [text(resource, 'mount'), text(resource, 'boundIssuer')];
        const there = authOf(resource);
        if (there?.isEmpty === false && there.boundIssuer === '') refuse(`The mount ${mount} takes tokens of another issuer: name another one.`);
        checkFree(`mount ${mount}`, there?.boundIssuer, boundIssuer);
        if (there?.boundIssuer === boundIssuer) return;
        namespaceOf(resource).control.jwtAuth({ mount, discoveryUrl: text(resource, 'discoveryUrl'), boundIssuer });
      },
      remove(resource) {
        // Another trust may live in it.
        const there = authOf(resource);
        if (there?.isEmpty === true && there.boundIssuer === text(resource, 'boundIssuer')) namespaceOf(resource).auth.remove(text(resource, 'mount'));
      },
    },
    'vault.policy': {
      apply: (resource) => namespaceOf(resource).control.policy(text(resource, 'policy'), resource['rules'] as Record<string, LocalVaultCapability[]>),
      remove: (resource) => namespaceOf(resource).removePolicy(text(resource, 'policy')),
    },
    'vault.role': {
      apply(resource) {
        const auth = authOf(resource) ?? refuse(`There is no auth mount ${text(resource, 'mount')}.`);
        const [name, boundSubject] = [text(resource, 'role'), text(resource, 'boundSubject')];
        checkFree(`role ${name}`, auth.boundSubjectOf(name), boundSubject);
        auth.control.role({
          name,
          boundSubject,
          boundAudiences: resource['boundAudiences'] as string[],
          policies: resource['policies'] as string[],
          tokenTtlSeconds: Number(resource['tokenTtlSeconds']),
          tokenMaxTtlSeconds: Number(resource['tokenMaxTtlSeconds']),
        });
        return { role: name };
      },
      remove(resource) {
        const [auth, name] = [authOf(resource), text(resource, 'role')];
        if (auth?.boundSubjectOf(name) === text(resource, 'boundSubject')) auth.control.removeRole(name);
      },
    },
    'vault.secret': {
      apply(resource) {
        const [mount, entry] = [text(resource, 'kvMount'), text(resource, 'entry')];
        const namespace = namespaceOf(resource);
        const kv = namespace.control.kv({ mount });
        if (namespace.secrets.get(mount)?.engine.has(entry) !== false) return;
        kv.set(entry, { [text(resource, 'field')]: randomBytes(24).toString('base64') });
        made.set(namespace, (made.get(namespace) ?? new Set()).add(`${mount} ${entry}`));
      },
      remove(resource) {
        const [mount, entry] = [text(resource, 'kvMount'), text(resource, 'entry')];
        const namespace = namespaceOf(resource);
        if (made.get(namespace)?.delete(`${mount} ${entry}`) === true) namespace.control.kv({ mount }).remove(entry);
      },
    },
  });
}
