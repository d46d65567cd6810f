import { describe, expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

describe('passwords', () => {
  test('a password is kept as argon2id with 19 MiB, two passes and one lane, each with a salt of its own', async () => {
    const [one, two] = await Promise.all([hashPassword('correct horse battery'), hashPassword('correct horse battery')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword(one, 'correct horse battery')).toBe(true);
    expect(await verifyPassword(one, 'correct horse batterY')).toBe(false);
  });

  test('a text that is no hash verifies nothing', async () => {
    for (const text of ['', 'plain', '$argon2id$v=19$m=19456,t=2,p=1$$', '$2b$10$abcdefghijklmnopqrstuv']) expect(await verifyPassword(text, text)).toBe(false);
  });
});
