import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startScene, type Scene } from '../development/start-scene.ts';
import { onTerminal } from '../testing/on-terminal.ts';
import { carnetWords, createOperator, type Ended, type Operator } from '../testing/operator.ts';

let scene: Scene;
let ada: Operator;
beforeAll(async () => {
  scene = await startScene({ log: () => undefined });
  ada = createOperator();
  await ada.ask(['login', '--link', '-'], { stdin: await scene.signInLink() });
}, 60_000);
afterAll(async () => {
  await scene.close();
  ada[Symbol.dispose]();
});

const document = (timeoutSeconds: number): string => `# The organization
version: 1
automations:
  - { name: billing, command: [node, bill.js], timeoutSeconds: ${timeoutSeconds} }
variables:
  - { name: MODE, source: direct, value: canary-value, automations: [billing] }
`;

/** Each test has an organization of its own. */
async function organizationWith(name: string, text: string): Promise<{ readonly apply: (...flags: readonly string[]) => Promise<Ended>; readonly file: (text: string) => string; readonly words: readonly string[] }> {
  const { organization: { id } } = await ada.ask<{ organization: { id: string } }>(['organizations', 'create', name]);
  const path = join(ada.home, `${name}.yaml`);
  const file = (content: string): string => {
    writeFileSync(path, content);
    return path;
  };
  file(text);
  const words = ['-f', path, '--org', id];
  return { file, words, apply: async (...flags) => await ada.carnet(['apply', ...words, ...flags]) };
}

describe('carnet apply against a platform', () => {
  test('shows what changes, does it, and the second time has nothing to do', { timeout: 60_000 }, async () => {
    const { apply, file, words } = await organizationWith('written', document(60));
    expect(await apply()).toEqual({ code: 0, stdout: '+ automation billing\n+ variable MODE\n', stderr: 'carnet: applied.\n' });
    file(document(60).replace(', value: canary-value', ''));
    expect(await apply()).toEqual({ code: 0, stdout: '', stderr: 'carnet: nothing to change.\n' });
    file(document(90));
    expect((await apply('--dry-run')).stderr).toBe('carnet: nothing was done.\n');
    const changed = await apply();
    expect(changed).toEqual({ code: 0, stdout: '~ automation billing\n    timeoutSeconds: 60 → 90\n~ variable MODE\n    value\n', stderr: 'carnet: applied.\n' });
    expect(await ada.ask(['automations', 'show', 'billing', ...words.slice(2)])).toMatchObject({ automation: { timeoutSeconds: 90 } });

    // What it prints is what it takes, and deletes nothing unasked.
    const { stdout } = await ada.carnet(['document', ...words.slice(2)]);
    expect(await ada.carnet(['apply', '-f', '-', ...words.slice(2), '--prune'], { stdin: stdout })).toEqual({ code: 0, stdout: '', stderr: 'carnet: nothing to change.\n' });
    file('version: 1\n');
    expect(await apply('--prune', '--no-input')).toMatchObject({ code: 2, stdout: '- variable MODE\n- automation billing\n', stderr: expect.stringContaining('--yes') as string });
    expect(await apply('--prune', '--yes')).toMatchObject({ code: 0, stderr: 'carnet: applied.\n' });
    expect(ada.shown()).not.toContain('canary-value');
  });

  test('what is no document is refused with its place, and nothing of it is done', { timeout: 60_000 }, async () => {
    const { apply, file, words } = await organizationWith('refused', document(60).replace('timeoutSeconds', 'timeout'));
    const unknown = await apply();
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toMatch(/document\.automations\.0.*timeout.*\[REQUEST_INVALID\]/);
    const onInput = await ada.carnet(['apply', '-f', '-', ...words.slice(2)], { stdin: '{"version":1,"automation":[]}' });
    expect(onInput).toMatchObject({ code: 2, stdout: '' });
    expect(onInput.stderr).toMatch(/document.*automation.*\[REQUEST_INVALID\]/);
    // The first of two could be made alone.
    file(`${document(60)}  - { name: KEY, source: credential, credential: absent, reference: api-key }\n`);
    expect((await apply()).stderr).toContain('absent');
    expect(await ada.ask(['automations', 'ls', ...words.slice(2)])).toMatchObject({ automations: [] });
  });

  test('what somebody else made between the question and the answer is neither deleted nor written over: all of it is refused, and told', { timeout: 60_000 }, async () => {
    const { apply, file, words } = await organizationWith('contested', document(60));
    await apply();
    file('version: 1\n');
    const [program = '', ...rest] = carnetWords('apply', ...words, '--prune');
    const { until, type, ended } = onTerminal(program, rest, { cwd: ada.home, environment: ada.environment });
    await until('and delete 2?');
    expect((await ada.carnet(['automations', 'create', 'of-somebody-else', ...words.slice(2), '--', 'true'])).code).toBe(0);
    type('y');
    await until('nothing was applied. ');
    await until('[VERSION_CONFLICT]');
    expect(await ended).toBe(2);
    const { automations } = await ada.ask<{ automations: readonly { name: string }[] }>(['automations', 'ls', ...words.slice(2)]);
    expect(automations.map(({ name }) => name)).toEqual(['billing', 'of-somebody-else']);
  });
});
