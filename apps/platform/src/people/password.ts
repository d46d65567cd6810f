import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';

/** Longer ones are refused before they are hashed. */
export const longestPassword = 128;
export const shortestPassword = 12;

// OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane.
const costs = { memory: 19_456, passes: 2, parallelism: 1 };
const tagLength = 32;

/** argon2id of a password in the PHC string format: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await derive(password, { ...costs, nonce: salt, tagLength });
  return `$argon2id$v=19$m=${costs.memory},t=${costs.passes},p=${costs.parallelism}$${base64(salt)}$${base64(tag)}`;
}

/** Whether a password is that of a hash. A text that is no hash of ours is no password's. */
export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt, tag] = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([\w+/]+)\$([\w+/]+)$/.exec(hash) ?? [];
  if (salt === undefined || tag === undefined) return false;
  const expected = Buffer.from(tag, 'base64');
  const given = await derive(password, { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism), nonce: Buffer.from(salt, 'base64'), tagLength: expected.length });
  return timingSafeEqual(given, expected);
}

function derive(password: string, parameters: Omit<Argon2Parameters, 'message'>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message: password, ...parameters }, (error, tag) => { if (error) reject(error); else resolve(tag); });
  });
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
