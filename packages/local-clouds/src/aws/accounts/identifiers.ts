import { randomBytes, randomInt } from 'node:crypto';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function pick(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** An identifier with its kind in front: `AKIA` an access key, `ASIA` a temporary one (20 characters), `AIDA` a user, `AROA` a role (21). */
export function identifier(kind: 'AKIA' | 'ASIA' | 'AIDA' | 'AROA'): string {
  return `${kind}${pick(base32, kind === 'AKIA' || kind === 'ASIA' ? 16 : 17)}`;
}

export function secretAccessKey(): string {
  return randomBytes(30).toString('base64');
}

export function sessionToken(): string {
  return `IQoJb3JpZ2luX2Vj${randomBytes(240).toString('base64')}`;
}

export function accountId(): string {
  return String(randomInt(100_000_000_000, 281_474_976_710_655)).padStart(12, '0').slice(0, 12);
}

/** The six characters at the end of a secret's ARN. */
export function secretSuffix(): string {
  return pick(letters, 6);
}
