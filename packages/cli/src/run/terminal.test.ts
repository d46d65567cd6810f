import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { carnetWords, onTerminal, type Terminal } from '../testing/terminal.ts';
import { memoryConfig, projectWith } from '../testing/workspace.ts';

const apiKey = 'sk-4f9d21c07b6e8835';
const project = (): string => projectWith({ 'carnet.config.ts': memoryConfig({ 'api-key': apiKey }, { API_KEY: { credential: 'store', secret: 'api-key' } }) });
const start = (...args: string[]): Terminal => onTerminal(process.execPath, carnetWords(...args), project());
const node = (script: string): string[] => ['--', process.execPath, '-e', script];

function stateOf(pid: number): string {
  return /\) (\S) /.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1] ?? '';
}

async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => { setTimeout(resolve, 5); });
}

function isGone(pid: number): boolean {
  try {
    return /[ZX]/.test(stateOf(pid));
  } catch {
    return true;
  }
}

describe.runIf(process.platform === 'linux')('on a terminal', () => {
  it('the command has the terminal itself, and a person sees what it shows', async () => {
    const { text, ended } = start('run', ...node('const { stdin, stdout } = process; console.log(stdin.isTTY, stdout.isTTY, stdout.columns, process.env.API_KEY)'));
    expect(await ended).toBe(0);
    expect(text()).toBe(`true true 80 ${apiKey}\r\n`);
  });

  it('C6 --mask always hides values there too, and a prompt without a newline is there at once', async () => {
    const { pty, text, until, ended } = start('run', '--mask', 'always', '--', '/bin/sh', '-c', 'printf "Your name: "; read name; echo "hello $name, $API_KEY"');
    await until('Your name: ');
    pty.write('you\r');
    expect(await ended).toBe(0);
    expect(text()).toBe('Your name: you\r\nhello you, ***\r\n');
  });

  it('Ctrl-C reaches the command exactly once, from the terminal', async () => {
    const script = "let heard = 0; process.on('SIGINT', () => console.log('heard', ++heard)); process.on('SIGUSR2', () => process.exit(10 + heard)); setInterval(() => {}, 1000); console.log('ready')";
    const { pty, until, ended } = start('run', ...node(script));
    await until('ready');
    pty.write('\u0003');
    await until('heard 1');
    // What we hand on comes in the order in which we got it: a second interrupt would be heard before this.
    process.kill(pty.pid, 'SIGUSR2');
    expect(await ended).toBe(11);
  });

  it('Ctrl-C ends a command that does not hear it, and we end with 130', async () => {
    const { pty, until, ended } = start('run', '--mask', 'always', '--', '/bin/sh', '-c', 'echo ready; exec sleep 600');
    await until('ready');
    pty.write('\u0003');
    expect(await ended).toBe(130);
  });

  it('Ctrl-Z stops both, and fg lets both go on', async () => {
    const { pty, text, until, ended } = onTerminal('/bin/sh', ['-i'], project());
    const line = [process.execPath, ...carnetWords('run', '--mask', 'always', '--', '/bin/sh', '-c', "'echo child=$$ host=$PPID.; read word; echo got $word'")].join(' ');
    pty.write(`${line}\r`);
    await until('.\r\n');
    const [, child = 0, host = 0] = /child=(\d+) host=(\d+)\./.exec(text())?.map(Number) ?? [];
    pty.write('\u001a');
    await eventually(() => [child, host].every((pid) => stateOf(pid) === 'T'));
    pty.write('fg\r');
    await eventually(() => [child, host].every((pid) => stateOf(pid) !== 'T'));
    pty.write('on\r');
    await until('got on');
    pty.write('exit 5\r');
    expect(await ended).toBe(5);
  });

  it.each(['never', 'always'])('the command hears of a new size: --mask %s', async (mask) => {
    const told = "() => { console.log('resized', process.stdout.columns ?? 'unseen'); process.exit(0); }";
    const script = `process.stdout.isTTY ? process.stdout.on('resize', ${told}) : process.on('SIGWINCH', ${told}); setInterval(() => {}, 1000); console.log('ready')`;
    const { pty, text, until, ended } = start('run', '--mask', mask, ...node(script));
    await until('ready');
    pty.resize(100, 30);
    expect(await ended).toBe(0);
    expect(text()).toContain(mask === 'never' ? 'resized 100' : 'resized unseen');
  });

  it('SIGKILL of carnet leaves no orphan there, and the shell goes on', async () => {
    const { pty, text, until, ended } = onTerminal('/bin/sh', ['-i'], project());
    const line = [process.execPath, ...carnetWords('run', '--', '/bin/sh', '-c', "'trap \"\" HUP TERM; sleep 600 & echo child=$$ host=$PPID grandchild=$!.; wait'")].join(' ');
    pty.write(`${line}\r`);
    await until('.\r\n');
    const [, child = 0, host = 0, grandchild = 0] = /child=(\d+) host=(\d+) grandchild=(\d+)\./.exec(text())?.map(Number) ?? [];
    process.kill(host, 'SIGKILL');
    await eventually(() => [child, grandchild].every(isGone));
    pty.write('exit 5\r');
    expect(await ended).toBe(5);
  });
});
