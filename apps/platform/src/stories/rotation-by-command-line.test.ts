import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRotationServer, type RotationServer } from '../development/rotation-server.ts';
import { startDevelopment, type Development } from '../development/start-development.ts';
import { createOperator, type Operator } from '../testing/operator.ts';

interface Proof {
  readonly rotated: boolean;
  readonly before: { readonly fingerprint: string; readonly version: string };
  readonly after: { readonly fingerprint: string; readonly version: string };
}

let development: Development;
let rotation: RotationServer;
let ada: Operator;
beforeAll(async () => {
  development = await startDevelopment({ log: () => undefined });
  rotation = await startRotationServer(() => development.stores.rotate());
  ada = createOperator();
  await ada.ask(['login', '--link', '-'], { stdin: await development.signInLink() });
}, 60_000);
afterAll(async () => {
  await rotation.close();
  await development.close();
  ada[Symbol.dispose]();
});

describe('story 9: the proof of a rotation', () => {
  test('verify-rotation runs it, rotates, runs it again, shows both side by side and ends with 0', { timeout: 60_000 }, async () => {
    const { code, stdout, stderr } = await ada.carnet(['verify-rotation', 'billing', 'OPENAI_API_KEY', '--after-command', rotation.command]);
    expect(code, stdout + stderr).toBe(0);
    const [, before] = /^before +(hmac:[0-9a-f]{12}) /m.exec(stdout) ?? [];
    const [, after] = /^after +(hmac:[0-9a-f]{12}) /m.exec(stdout) ?? [];
    expect(before).toBeDefined();
    expect(after).not.toBe(before);
  });

  test('it ends with 1 where the command rotated nothing, with the same fingerprint twice', { timeout: 60_000 }, async () => {
    const { code, stdout } = await ada.carnet(['verify-rotation', 'billing', 'OPENAI_API_KEY', '--after-command', 'true', '--json']);
    expect(code).toBe(1);
    const { rotated, before, after } = JSON.parse(stdout) as Proof;
    expect({ rotated, fingerprint: after.fingerprint, version: after.version }).toEqual({ rotated: false, fingerprint: before.fingerprint, version: before.version });
  });

  test('a command that fails rotates nothing: it is said, and no second run is compared', { timeout: 60_000 }, async () => {
    const { code, stdout, stderr } = await ada.carnet(['verify-rotation', 'billing', 'OPENAI_API_KEY', '--after-command', 'exit 3']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('ended with 3');
  });

  test('a kickoff tells what changed, of every variable, and never a value', { timeout: 60_000 }, async () => {
    development.stores.rotate();
    const { code, stderr } = await ada.carnet(['kickoff', 'billing', '--follow']);
    expect(code, stderr).toBe(0);
    for (const name of ['DATABASE_PASSWORD', 'OPENAI_API_KEY', 'PAYMENT_KEY']) expect(stderr).toMatch(new RegExp(`^carnet: ${name} .*\\(was .+\\) fingerprint [0-9a-f]{4}… → [0-9a-f]{4}…, read \\d+ ms ago$`, 'm'));
    expect(stderr).toMatch(/^carnet: DATABASE_USER .*fingerprint [0-9a-f]{4}… as before/m);
    expect(ada.shown()).not.toContain('-local-');
  });
});
