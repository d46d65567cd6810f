import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const script = `
  import { createCarnet } from '@carnet/core';
  import { defineProvider } from '@carnet/provider';
  const manifest = { id: 'stuck', title: 'Stuck', store: { schema: { type: 'object', properties: {} } }, methods: [{ id: 'none' }], refusedEnvironment: [] };
  const never = () => new Promise(() => undefined);
  // A clock without a timer of its own: what keeps the process alive must not be the clock.
  const clock = process.argv[1] === 'weak' ? { now: () => Date.now(), sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref()) } : undefined;
  const carnet = createCarnet({
    providers: [defineProvider({ manifest, open: () => ({ authenticate: never, read: never }) })],
    credentials: { main: { provider: 'stuck', method: 'none' } },
    variables: { KEY: { credential: 'main', secret: 'key' } },
    timeouts: { callMs: 50, totalMs: 200 },
    fingerprintKey: new Uint8Array(32),
    clock,
  });
  async function main() {
    await carnet.resolve();
    console.log('resolved');
  }
  main();
`;

function run(kind: string): Promise<{ readonly code: unknown; readonly output: string }> {
  const args = ['--conditions=carnet-source', '--input-type=module', '--eval', script, kind];
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, timeout: 15_000 }, (error, stdout, stderr) => resolve({ code: error ? error.code : 0, output: stdout + stderr }));
  });
}

describe('F a provider that never settles', () => {
  it.each(['system', 'weak'])('makes a real process end with a failure, not with 0 (%s clock)', async (kind) => {
    const { code, output } = await run(kind);
    expect(output).toContain('DEADLINE_EXCEEDED');
    expect(output).not.toContain('resolved\n');
    expect(code).toBe(1);
  });
});
