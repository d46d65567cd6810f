import { createHash } from 'node:crypto';

// Those of Carnet's own issuer, which stay different without their colons.
const plain = /^[a-z]+:[0-9a-f-]{36}(?::[a-z]+:[0-9a-f-]{36})?$/;

/** A name that Entra takes, 3 to 120 letters, digits and hyphens, from the subject that is trusted, and another one for any other subject. */
export function federatedCredentialName(subject: string): string {
  const name = `carnet-${subject.replaceAll(/[^A-Za-z0-9]+/g, '-')}`;
  if (plain.test(subject)) return name;
  return `${name.slice(0, 111)}-${createHash('sha256').update(subject).digest('hex').slice(0, 8)}`;
}
