import { asOwner } from './as-owner.ts';
import type { LocalSecrets } from './local-aws.ts';
import { checkName, largestValue } from './secrets-manager/secret-input.ts';
import type { StoredSecret, StoredSecrets } from './secrets-manager/stored-secrets.ts';

const recoveryWindow = 30 * 24 * 60 * 60 * 1000;

/** The owner's view of the secrets of one region. */
export function secretsControl(secrets: StoredSecrets, region: string, clock: { now(): number }): LocalSecrets {
  const find = (name: string): StoredSecret => {
    const secret = secrets.find(name);
    if (!secret) throw new TypeError(`There is no secret ${name} in ${region}.`);
    return secret;
  };
  return {
    region,
    set(name, value, options = {}) {
      const size = Buffer.byteLength(value);
      if (size < 1 || size > largestValue) throw new TypeError(`A secret value has 1 to ${largestValue} bytes.`);
      return asOwner(() => {
        checkName(name);
        const secret = secrets.find(name) ?? secrets.create(name, {});
        if (secret.deletion) throw new TypeError(`The secret ${name} is deleted: restore it first.`);
        if (options.kmsKeyId !== undefined) secret.kmsKeyId = options.kmsKeyId;
        return secrets.addVersion(secret, value).id;
      });
    },
    arn: (name) => find(name).arn,
    remove: (name) => secrets.remove(find(name), clock.now() + recoveryWindow),
    restore: (name) => {
      find(name).deletion = undefined;
    },
    moveStage(name, stage, versionId) {
      const secret = find(name);
      if (!secret.versions.has(versionId)) throw new TypeError(`The secret ${name} has no version ${versionId}.`);
      secrets.moveStage(secret, stage, versionId);
    },
  };
}
