import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { buildEnvironment } from './build-environment.ts';
import { runCommand, type RunOptions } from './run-command.ts';
import type { RunResult } from './run-result.ts';
import { Collector } from './testing/collector.ts';

const folder = mkdtempSync(join(tmpdir(), 'carnet-runner-'));
afterAll(() => { rmSync(folder, { recursive: true }); });

const node = (script: string, ...rest: string[]): string[] => [process.execPath, '-e', script, ...rest];
const shell = (script: string): string[] => ['/bin/sh', '-c', script];

async function run(argv: readonly string[], more: Partial<RunOptions> = {}): Promise<RunResult & { stdout: string; stderr: string }> {
  const [stdout, stderr] = [new Collector(), new Collector()];
  const result = await runCommand({ argv, environment: { PATH: process.env['PATH'] ?? '' }, secrets: ['s3cr3t-value'], stdout, stderr, ...more });
  return { ...result, stdout: stdout.text, stderr: stderr.text };
}

describe('C6 the environment of the child', () => {
  const planted = ['OIDC_PRIVATE_KEY', 'CARNET_TOKEN', 'DATABASE_URL', 'NODE_OPTIONS', 'NODE_V8_COVERAGE'];
  afterEach(() => {
    vi.unstubAllEnvs();
    delete (Object.prototype as Record<string, unknown>)['NODE_OPTIONS'];
    delete (Object.prototype as Record<string, unknown>)['shell'];
  });

  it("holds what it was given and nothing of ours, with the host's secrets planted and the prototype polluted", async () => {
    for (const name of planted) vi.stubEnv(name, '--no-warnings');
    const environment = buildEnvironment({ inherited: process.env, variables: [{ name: 'API_KEY', value: 'visible' }] });
    (Object.prototype as Record<string, unknown>)['NODE_OPTIONS'] = '--no-warnings';
    (Object.prototype as Record<string, unknown>)['shell'] = true;
    const { stdout } = await run(['/usr/bin/env', '-0'], { environment });
    const arrived = Object.fromEntries(stdout.split('\0').slice(0, -1).map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]));
    expect(arrived).toEqual({ ...environment });
    expect(Object.keys(arrived)).not.toEqual(expect.arrayContaining([expect.stringMatching(planted.join('|'))]));
  });

  it('takes own properties only from a map that has a prototype', async () => {
    const environment = Object.assign(Object.create({ LEAKED: 'x' }) as Record<string, string>, { A: '1' });
    expect((await run(['/usr/bin/env'], { environment })).stdout).toBe('A=1\n');
  });

  it('carries newlines, Unicode and a value of the largest size byte by byte', async () => {
    const value = `ä\n"$'\\\u{1f600}`.padEnd(100_000, 'x');
    const environment = buildEnvironment({ inherited: {}, variables: [{ name: 'A', value }] });
    expect((await run(node('process.stdout.write(process.env.A)'), { environment })).stdout).toBe(value);
  });
});

describe('the command', () => {
  it('is run without a shell', async () => {
    expect((await run(node('console.log(process.argv[1])', '$(id); `id` && id'))).stdout).toBe('$(id); `id` && id\n');
  });

  it('runs in the working directory', async () => {
    expect((await run(node('process.stdout.write(process.cwd())'), { workingDirectory: '/' })).stdout).toBe('/');
  });

  it.each([0, 1, 3, 42, 125, 126, 127, 255])('gives its exit code %i as ours', async (code) => {
    expect(await run(shell(`exit ${code}`))).toMatchObject({ exitCode: code });
  });

  it.each([['SIGTERM', 143], ['SIGKILL', 137], ['SIGSEGV', 139], ['SIGINT', 130]])('that %s ends gives 128 + N', async (signal, exitCode) => {
    expect(await run(shell(`kill -${signal.slice(3)} $$`))).toMatchObject({ exitCode, signal });
  });
});

describe('a command that cannot be started', () => {
  it('gives 127 where it is not found', async () => {
    expect(await run(['no-such-command-here'])).toMatchObject({ exitCode: 127, error: { code: 'COMMAND_NOT_FOUND' }, stdout: '', stderr: '' });
    expect(await run([])).toMatchObject({ exitCode: 127, error: { code: 'COMMAND_NOT_FOUND' } });
  });

  it('gives 126 where it is not executable', async () => {
    const file = join(folder, 'not-executable');
    writeFileSync(file, '#!/bin/sh\n');
    chmodSync(file, 0o644);
    expect(await run([file])).toMatchObject({ exitCode: 126, error: { code: 'COMMAND_NOT_EXECUTABLE' } });
    expect(await run([folder])).toMatchObject({ exitCode: 126, error: { code: 'COMMAND_NOT_EXECUTABLE' } });
  });

  it('gives 125 for another reason, and never shows an argument or a value', async () => {
    const results = await Promise.all([
      run([process.execPath, 's3cr3t-value\0']),
      run([process.execPath, 's3cr3t-value'.repeat(300_000)]),
      run([process.execPath], { environment: { A: 's3cr3t-value\0' } }),
      run([process.execPath], { workingDirectory: join(folder, 'nowhere') }),
    ]);
    for (const { exitCode, error } of results) {
      expect({ exitCode, code: error?.code }).toEqual({ exitCode: 125, code: 'COMMAND_FAILED_TO_START' });
      expect(`${error?.message}${error?.stack}${JSON.stringify(error)}`).not.toContain('s3cr3t-value');
    }
  });

  it('is not started at all once the caller has cancelled', async () => {
    const file = join(folder, 'started');
    expect(await run(['/usr/bin/touch', file], { signal: AbortSignal.abort() })).toMatchObject({ exitCode: 125, error: { code: 'ABORTED' } });
    expect((await run(['/bin/ls', file])).exitCode).not.toBe(0);
  });
});

describe('standard input', () => {
  const echo = node('process.stdin.pipe(process.stdout)');

  it('is a text', async () => {
    expect((await run(echo, { stdin: '{"a":1}' })).stdout).toBe('{"a":1}');
  });

  it('is a stream', async () => {
    expect((await run(echo, { stdin: Readable.from(['a', 'b']) })).stdout).toBe('ab');
  });

  it('is empty where there is none', async () => {
    expect((await run(echo)).stdout).toBe('');
  });

  it('that the child does not read, or that never ends, hinders nothing', async () => {
    expect((await run(shell('exit 5'), { stdin: 'x'.repeat(1_000_000) })).exitCode).toBe(5);
    const endless = new PassThrough();
    expect((await run(shell('exit 6'), { stdin: endless })).exitCode).toBe(6);
    expect(endless.destroyed).toBe(false);
  });
});

describe('the output', () => {
  it('is masked on both streams, to the last byte', async () => {
    const script = 'printf "a s3cr3t-value"; printf "b s3cr3t-value s3cr3t-" >&2';
    expect(await run(shell(script))).toMatchObject({ stdout: 'a ***', stderr: 'b *** s3cr3t-' });
  });

  it('is masked as base64 and line by line', async () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADAN\n-----END KEY-----\n';
    const { stdout } = await run(node('console.log(Buffer.from(process.env.KEY).toString("base64")); console.log(process.env.KEY)'), { environment: { KEY: key }, secrets: [key] });
    expect(stdout).toBe('***\n***\n');
  });

  it('does not leak by timing: halves of a secret with any pause between them', async () => {
    const stdout = new Collector();
    const stdin = new PassThrough();
    // The child writes the second half only when told to, long after the first one has been read and passed on.
    const script = 'process.stdout.write("key=s3cr3t-", () => process.stderr.write("half")); process.stdin.once("data", () => process.stdout.write("value;", () => process.exit()))';
    const stderr = new Collector();
    const ended = runCommand({ argv: node(script), environment: {}, secrets: ['s3cr3t-value'], stdin, stdout, stderr });
    await Promise.all([stdout.until('key='), stderr.until('half')]);
    for (let turn = 0; turn < 1_000; turn += 1) await new Promise(setImmediate);
    expect(stdout.text).toBe('key=');
    stdin.write('go');
    await ended;
    expect(stdout.text).toBe('key=***;');
  });

  it('shows a prompt before the answer is given', async () => {
    const stdout = new Collector();
    const stdin = new PassThrough();
    const ended = runCommand({ argv: shell('printf "Name: "; read name; printf "Hello $name"'), environment: {}, secrets: ['s3cr3t-value'], stdin, stdout, stderr: new Collector() });
    await stdout.until('Name: ');
    stdin.write('you\n');
    await ended;
    expect(stdout.text).toBe('Name: Hello you');
  });

  it('passes bytes unharmed, masked or not', async () => {
    const script = 'process.stdout.write(Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 256)))';
    for (const mask of [true, false]) {
      const stdout = new Collector();
      await runCommand({ argv: node(script), environment: {}, secrets: ['s3cr3t-value'], stdout, stderr: new Collector(), mask });
      expect(stdout.bytes.equals(Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 256)))).toBe(true);
    }
  });

  it('shows a secret where masking is switched off', async () => {
    expect((await run(shell('echo s3cr3t-value'), { mask: false })).stdout).toBe('s3cr3t-value\n');
  });

  it('waits for a reader that takes its time, and loses nothing', async () => {
    const slow = new PassThrough({ highWaterMark: 1 });
    const ended = runCommand({ argv: node('process.stdout.write("x".repeat(3_000_000))'), environment: {}, secrets: ['s3cr3t-value'], stdout: slow, stderr: new Collector() });
    let length = 0;
    slow.on('data', (chunk: Buffer) => {
      length += chunk.length;
      slow.pause();
      setImmediate(() => slow.resume());
    });
    expect((await ended).exitCode).toBe(0);
    expect(length).toBe(3_000_000);
  });

  it('fails the next write of the child once nobody reads it, as a pipe would', async () => {
    const stdout = new Collector();
    const ended = run(['/usr/bin/yes'], { stdout });
    await stdout.until('y\n');
    stdout.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    // By SIGPIPE, or by a reset where something was left unread.
    expect([141, 1]).toContain((await ended).exitCode);
  });

  it('leaves its destinations open and without listeners', async () => {
    const stdout = new Collector();
    await run(shell('echo a'), { stdout, stderr: stdout });
    await run(shell('echo b >&2'), { stdout, stderr: stdout });
    expect({ text: stdout.text, ended: stdout.writableEnded, listeners: stdout.listenerCount('error') }).toEqual({ text: 'a\nb\n', ended: false, listeners: 0 });
  });
});

it.each(['/tmp/\0x', `/${'a'.repeat(5_000)}`])('a working directory that no system knows is a result and not a rejection', async (workingDirectory) => {
  expect(await run(shell('true'), { workingDirectory })).toMatchObject({ exitCode: 125, error: { code: 'COMMAND_FAILED_TO_START' } });
});

describe.runIf(process.getuid?.() === 0)('a command under another user', () => {
  it('has that user and group, and no further groups', async () => {
    // A shell, since Node itself may stand where other users do not get.
    const { stdout } = await run(['/bin/sh', '-c', 'echo "$(id -u) $(id -g) $(id -G)"'], { user: { uid: 65_534, gid: 65_534 } });
    expect(stdout).toBe('65534 65534 65534\n');
  });

  it('is ended by us all the same', async () => {
    const controller = new AbortController();
    const ended = run(['/bin/sh', '-c', 'trap "" TERM; while :; do sleep 1; done'], { user: { uid: 65_534, gid: 65_534 }, signal: controller.signal, graceMs: 50 });
    controller.abort();
    expect([125, 137, 143]).toContain((await ended).exitCode);
  });
});
