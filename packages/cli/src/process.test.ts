import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { carnet, firstOutput, runNode, startCarnet } from './testing/carnet-process.ts';
import { memoryConfig, projectWith } from './testing/workspace.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

function providerProject(store: string, more: string = ''): string {
  return projectWith({
    'carnet.config.ts': `
const provider = {
  specificationVersion: 'v1',
  manifest: { id: 'odd', title: 'Odd', store: { schema: { type: 'object', properties: {} } }, methods: [{ id: 'none' }], refusedEnvironment: ['ODD_ENDPOINT'] },
  open: () => (${store}),
};
export default {
  providers: [provider],
  credentials: { store: { provider: 'odd', method: 'none' } },
  variables: { KEY: { credential: 'store', secret: 'key' } },
  ${more}
};
`,
  });
}

const canary = 'canary-61b0aa93e4';
const read = "async () => ({ bytes: new TextEncoder().encode('value-of-the-key'), version: '1' })";

describe('a provider that breaks its contract', () => {
  it('and never settles ends with 125 and not with 0', async () => {
    const cwd = providerProject('{ authenticate: async () => ({}), read: () => new Promise(() => {}) }');
    const { code, stdout, stderr } = await runNode('console.log("started")', { cwd }, '--timeout', '1');
    expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
    expect(stderr).toContain('[DEADLINE_EXCEEDED]');
  });

  it('and throws a string, or fails out of turn with a secret in its text, shows none of it', async () => {
    const stray = `setTimeout(() => { throw new Error('${canary}'); }); Promise.reject(new Error('${canary}')); await new Promise((resolve) => setTimeout(resolve, 50));`;
    const cwd = providerProject(`{ authenticate: async () => ({}), read: async () => { ${stray} throw '${canary}'; } }`);
    const { code, stderr } = await runNode('', { cwd, environment: { DEBUG: '*', AZURE_LOG_LEVEL: 'verbose' } });
    expect(code).toBe(125);
    expect(stderr).toContain('carnet: a part outside of Carnet failed out of turn (Error).');
    expect(stderr).toContain('[PROVIDER_FAULT]');
    expect(stderr).not.toContain(canary);
  });

  it('and ends the process is a failure of ours, with the code that the command has for it', async () => {
    const cwd = providerProject('{ authenticate: async () => ({}), read: async () => process.exit(0) }');
    for (const [args, code] of [[['secrets', 'get', 'store', 'key'], 1], [['--no-color', 'export', '-f', 'json'], 1], [['--no-color', 'run', '--', 'true'], 125]] as const) {
      expect(await carnet(args, { cwd })).toMatchObject({ code, stdout: '', stderr: expect.stringContaining('the process ended before its work was done') as string });
    }
  });

  it('and leaves a timer behind does not keep us from ending', async () => {
    const cwd = providerProject(`{ authenticate: async () => ({}), read: (setInterval(() => {}, 1000), ${read}) }`);
    expect(await runNode('process.exit(3)', { cwd })).toMatchObject({ code: 3 });
  });

  it('is not even opened while a variable is set that it refuses', async () => {
    const cwd = providerProject(`{ authenticate: async () => ({}), read: ${read} }`);
    const { code, stderr } = await runNode('', { cwd, environment: { ODD_ENDPOINT: 'https://elsewhere.example' } });
    expect(code).toBe(125);
    expect(stderr).toContain('[REFUSED_ENVIRONMENT]');
    expect(stderr).toContain('ODD_ENDPOINT');
  });
});

const project = (): string => projectWith({ 'carnet.config.ts': memoryConfig({ key: 'value-of-the-key' }, { KEY: { credential: 'store', secret: 'key' } }) });

describe('signals', () => {
  it.each([['SIGINT', 130], ['SIGTERM', 143]] as const)('%s reaches the command', async (signal, code) => {
    const handles = `process.on('${signal}', () => { console.log('got ${signal}'); process.exit(7); }); setInterval(() => {}, 1000); console.log('ready')`;
    const polite = startCarnet(['run', '--', process.execPath, '-e', handles], { cwd: project() });
    await firstOutput(polite);
    polite.process.kill(signal);
    expect(await polite.ended).toMatchObject({ code: 7, signal: null, stdout: `ready\ngot ${signal}\n` });

    const plain = startCarnet(['run', '--', process.execPath, '-e', "setInterval(() => {}, 1000); console.log('ready')"], { cwd: project() });
    await firstOutput(plain);
    plain.process.kill(signal);
    expect(await plain.ended).toMatchObject({ code, signal: null });
  });

  it('before the command was started end us at once', async () => {
    const cwd = providerProject("{ authenticate: async () => ({}), read: () => { console.error('reading'); return new Promise(() => {}); } }");
    const started = startCarnet(['run', '--', 'true'], { cwd });
    await firstOutput(started, 'stderr');
    started.process.kill('SIGINT');
    expect(await started.ended).toMatchObject({ signal: 'SIGINT' });
  });
});

describe('standard output', () => {
  it('has our data alone: what a configuration and a provider print goes to standard error', async () => {
    const stray = "console.log('stray'); console.table(['stray']); console.dir('stray');";
    const cwd = providerProject(`{ authenticate: async () => ({}), read: async () => { ${stray} return (${read})(); } }`, `...(() => { ${stray} })(),`);
    for (const [args, data] of [[['secrets', 'get', 'store', 'key'], 'value-of-the-key'], [['export', '-f', 'shell'], "export KEY='value-of-the-key'\n"], [['run', '--', 'echo', 'ours'], 'ours\n']] as const) {
      expect(await carnet(args, { cwd })).toMatchObject({ code: 0, stdout: data, stderr: expect.stringContaining('stray') as string });
    }
  });

  it.runIf(existsSync('/dev/full'))('that is full is a failure, and what was lost is not shown', async () => {
    const line = `'${process.execPath}' --conditions=carnet-source '${main}' secrets get store key > /dev/full; echo $?`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', line], { cwd: project() });
    expect({ stdout, stderr }).toEqual({ stdout: '1\n', stderr: 'carnet: standard output could not be written (ENOSPC).\n' });
  });
});

describe('a reader that leaves', () => {
  it('is no failure of ours', async () => {
    const line = `'${process.execPath}' --conditions=carnet-source '${main}' --help | true; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', line]);
    expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: '' });
  });

  it('ends an endless command without a word of ours, as `carnet run … | head -1` does', async () => {
    const line = `'${process.execPath}' --conditions=carnet-source '${main}' run -- yes masked | head -1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', line], { cwd: project() });
    const [first, code] = stdout.trimEnd().split('\n');
    expect(first).toBe('masked');
    // `yes` is ended by SIGPIPE, or says that its write failed.
    expect(['141', '1']).toContain(code);
    expect(stderr.replace(/^yes: .*\n/gm, '')).toBe('');
  });
});
