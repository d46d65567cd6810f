import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { spawn as spawnOnTerminal } from '@lydell/node-pty';
import { afterEach, describe, expect, it } from 'vitest';
import { Collector } from './testing/collector.ts';

const host = fileURLToPath(new URL('testing/host.ts', import.meta.url));
const hosts: ChildProcess[] = [];
afterEach(() => { for (const each of hosts.splice(0)) each.kill('SIGKILL'); });

function start(options: object, ...argv: string[]): { readonly process: ChildProcess; readonly stdout: Collector; readonly stderr: Collector; readonly ended: Promise<unknown> } {
  const child = spawn(process.execPath, ['--conditions=carnet-source', '--no-warnings', host, JSON.stringify(options), ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
  hosts.push(child);
  const [stdout, stderr] = [new Collector(), new Collector()];
  child.stdout.pipe(stdout);
  child.stderr.pipe(stderr);
  return { process: child, stdout, stderr, ended: once(child, 'close') };
}

describe.runIf(process.platform === 'linux')('a host process', () => {
  it("hands on the signals that it gets, and ends with the child's code", async () => {
    const { process: own, stdout, ended } = start({}, '/bin/sh', '-c', 'trap "echo heard s3cr3t-value; exit 9" TERM; echo ready; while :; do sleep 0.01; done');
    await stdout.until('ready');
    own.kill('SIGTERM');
    expect(await ended).toEqual([9, null]);
    expect(stdout.text).toBe('ready\nheard ***\n');
  });

  it('on a terminal outlives an interrupt that the child answers itself', async () => {
    const { process: own, stdout, ended } = start({ terminal: true, stdin: 'ignore' }, '/bin/sh', '-c', 'trap "echo twice" INT; trap "exit 8" TERM; echo ready; while :; do sleep 0.01; done');
    await stdout.until('ready');
    own.kill('SIGINT');
    own.kill('SIGTERM');
    expect(await ended).toEqual([8, null]);
    expect(stdout.text).toBe('ready\n');
  });

  it('on a real terminal lets one Ctrl-C reach the child once, masks what it says, and shows a prompt at once', async () => {
    const script = 'trap "echo heard" INT; trap "echo told" USR2; echo ready; until read answer; do :; done; printf "s3cr3t-value? "; read answer; exit 8';
    const terminal = spawnOnTerminal(process.execPath, ['--conditions=carnet-source', '--no-warnings', host, '{"guarded":true,"terminal":true}', '/bin/sh', '-c', script], { env: { PATH: process.env['PATH'] ?? '' } });
    const shown = new Collector();
    terminal.onData((text) => { shown.write(text); });
    const ended = new Promise<number>((resolve) => { terminal.onExit(({ exitCode }) => { resolve(exitCode); }); });
    await shown.until('ready');
    terminal.write('\u0003');
    await shown.until('heard');
    // What the host hands on comes in order: a second interrupt would be heard before this.
    process.kill(terminal.pid, 'SIGUSR2');
    await shown.until('told');
    terminal.write('on\r');
    await shown.until('***? ');
    terminal.write('end\r');
    expect(await ended).toBe(8);
    expect(shown.text.split('heard')).toHaveLength(2);
  });

  it('on a terminal without masking gives its own streams to the child', async () => {
    const { stdout, stderr, ended } = start({ terminal: true, mask: false, stdin: 'ignore' }, '/bin/sh', '-c', 'echo s3cr3t-value; [ /proc/$$/fd/1 -ef /proc/$PPID/fd/1 ] && echo same >&2');
    expect(await ended).toEqual([0, null]);
    expect([stdout.text, stderr.text]).toEqual(['s3cr3t-value\n', 'same\n']);
  });

  it('survives a closed output and ends as the child does', async () => {
    const { process: own, stdout, stderr, ended } = start({}, '/usr/bin/yes', 's3cr3t-value');
    await stdout.until('***\n');
    own.stdout?.destroy();
    const [code] = await ended as [number];
    expect([141, 1]).toContain(code);
    expect(stderr.text).not.toMatch(/EPIPE|at .*:\d+:\d+/);
  });
});
