import type { LocalProjectSecrets } from '../local-google.ts';
import { findVersion, payloadProblem, secretId, type SecretVersion, type StoredSecret, type StoredSecrets, type VersionState } from './stored-secrets.ts';

/** The secrets of one project and location as their owner holds them. */
export function createProjectSecrets(secrets: StoredSecrets, isRegional: boolean): LocalProjectSecrets {
  const find = (name: string): StoredSecret => secrets.find(name) ?? refuse(`The project has no such secret: ${name}.`);
  const findIn = (name: string, version = 'latest'): SecretVersion => findVersion(find(name), version) ?? refuse(`The secret ${name} has no such version.`);
  const setState = (state: VersionState) => (name: string, number?: string) => {
    const version = findIn(name, number);
    if (version.state === 'DESTROYED') refuse('The version is destroyed, and stays so.');
    secrets.setState(version, state);
  };
  return {
    set(name, value) {
      if (!secretId.test(name)) refuse('A secret name has 1 to 255 letters, digits, hyphens and underscores.');
      const data = typeof value === 'string' ? new TextEncoder().encode(value) : value;
      const problem = payloadProblem(data);
      if (problem !== undefined) refuse(problem);
      const secret = secrets.find(name) ?? secrets.create(name, { labels: {}, annotations: {}, replication: isRegional ? undefined : { automatic: {} } });
      return secrets.addVersion(secret, data, false).number;
    },
    disable: setState('DISABLED'),
    enable: setState('ENABLED'),
    destroy: setState('DESTROYED'),
    remove: (name) => secrets.remove(find(name).id),
    grant: (name, binding) => find(name).bindings.grant(binding),
    revoke: (name, binding) => find(name).bindings.revoke(binding),
    corruptChecksum(name, corrupt) {
      find(name).hasCorruptChecksum = corrupt;
    },
  };
}

function refuse(message: string): never {
  throw new TypeError(message);
}
