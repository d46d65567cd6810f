import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMasker, isMaskable } from '../src/index.ts';

const python = process.env['WITNESS_PYTHON'] ?? 'python3';
const script = fileURLToPath(new URL('encode.py', import.meta.url));

test('C6 whatever the secret, what Python makes of it is masked', () => {
  const secrets = fc.sample(fc.string({ unit: 'binary', minLength: 6, maxLength: 120 }), { numRuns: 200, seed: 1 }).filter((secret) => isMaskable(secret) && secret.isWellFormed());
  const { status, stdout, stderr } = spawnSync(python, [script], { input: JSON.stringify(secrets), encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  const written = JSON.parse(stdout) as Record<string, string>[];
  expect(written.length).toBeGreaterThan(150);
  written.forEach((texts, index) => {
    const masker = createMasker([secrets[index] as string]);
    for (const [writer, text] of Object.entries(texts)) {
      const shown = Buffer.concat([masker.write(Buffer.from(text)), masker.end()]).toString();
      // The last line of a wrapped one may be too short for a mask.
      expect([writer, shown]).toEqual([writer, expect.stringMatching(writer === 'encodebytes' ? /^\*{3}(?:\n\*{3})*(?:\n.{0,4})?\n$/ : /^"?\*{3}"?$/)]);
    }
  });
});
