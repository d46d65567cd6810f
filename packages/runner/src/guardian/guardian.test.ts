import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { Collector } from '../testing/collector.ts';
import { alive, childrenOf, eventually, numbersIn, seen, type SeenProcess } from '../testing/processes.ts';
import { guardianScript } from './guardian-script.ts';

const host = fileURLToPath(new URL('../testing/host.ts', import.meta.url));
const running: ChildProcess[] = [];
afterEach(() => { for (const each of running.splice(0)) each.kill('SIGKILL'); });

interface Host {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly stdout: Collector;
  readonly ended: Promise<unknown>;
  guardian(): SeenProcess;
}

function start(options: object, script: string): Host {
  const child = spawn(process.execPath, ['--conditions=carnet-source', '--no-warnings', host, JSON.stringify({ guarded: true, ...options }), '/bin/sh', '-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  running.push(child);
  const stdout = new Collector();
  child.stdout.pipe(stdout);
  const pid = child.pid ?? 0;
  return { process: child, pid, stdout, ended: once(child, 'close'), guardian: () => guardianOf(pid) };
}

function guardianOf(pid: number): SeenProcess {
  const found = childrenOf(pid).find((each) => readFileSync(`/proc/${each.pid}/cmdline`, 'utf8').includes('carnet-guardian'));
  if (found === undefined) throw new Error('There is no guardian.');
  return found;
}

function openFiles(pid: number | 'self'): readonly (readonly string[])[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [[fd, readlinkSync(`/proc/${pid}/fd/${fd}`)]];
    } catch {
      // The directory itself was open while it was read.
      return [];
    }
  });
}

// A child with a child and a grandchild, none of which hears a polite word.
const family = "trap '' TERM HUP INT; echo pid=$$; sh -c 'trap \"\" TERM HUP INT; echo pid=$$; sleep 600 & echo pid=$!; echo ready; wait' & wait";

function isWaiting(pid: number): boolean {
  return readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') S ');
}

describe.runIf(process.platform === 'linux')('C6 a host that SIGKILL ends', () => {
  it.each([['a group of its own', {}], ['a terminal', { terminal: true, stdin: 'ignore' }]])('leaves no orphan behind, child, grandchild and beyond, within 1 s: %s', async (_, options) => {
    const { process: own, stdout, guardian } = start(options, family);
    await stdout.until('ready');
    const pids = numbersIn(stdout.text, 'pid');
    const { pid } = guardian();
    expect(pids.map(alive)).toEqual([true, true, true]);
    own.kill('SIGKILL');
    await eventually(() => !pids.some(alive), 1_000, 'the command has ended');
    await eventually(() => !alive(pid), 1_000, 'the guardian has ended');
  });

  it('on a terminal spares the others of its group, whose job is not ours', async () => {
    // The shell that is our parent stays, and so does what it started beside us: a pipeline's other end.
    const line = `sleep 600 & echo other=$!; '${process.execPath}' --conditions=carnet-source --no-warnings '${host}' '{"guarded":true,"terminal":true,"stdin":"ignore"}' /bin/sh -c 'echo pid=$$; echo host=$PPID; echo ready; exec sleep 600'; wait`;
    const shell = spawn('/bin/sh', ['-c', line], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    const stdout = new Collector();
    shell.stdout.pipe(stdout);
    await stdout.until('ready');
    const [other = 0, pid = 0, own = 0] = ['other', 'pid', 'host'].flatMap((name) => numbersIn(stdout.text, name));
    expect([other, pid, own].map((each) => seen(each)?.group)).toEqual([shell.pid, shell.pid, shell.pid]);
    process.kill(own, 'SIGKILL');
    await eventually(() => !alive(pid), 1_000, 'the command has ended');
    expect([alive(other), alive(shell.pid ?? 0)]).toEqual([true, true]);
    process.kill(-(shell.pid ?? 0), 'SIGKILL');
  });

  it('leaves what the child had left behind in its group no longer than the child', async () => {
    const { process: own, stdout } = start({ graceMs: 60_000 }, "trap '' TERM; sleep 600 & echo pid=$!; echo leader=$$; exit 0");
    await stdout.until('leader');
    const [[pid = 0], [leader = 0]] = [numbersIn(stdout.text, 'pid'), numbersIn(stdout.text, 'leader')];
    await eventually(() => !alive(leader), 10_000, 'the child has ended by itself');
    expect(alive(pid)).toBe(true);
    own.kill('SIGKILL');
    await eventually(() => !alive(pid), 1_000, 'what it left has ended');
  });

  it('leaves no file of a secret', async () => {
    const { process: own, stdout } = start({ files: true, mask: false }, 'echo "file=$FILE"; cat "$FILE"; echo; echo ready; exec sleep 600');
    await stdout.until('ready');
    const file = /file=(.*)/.exec(stdout.text)?.[1] ?? '';
    expect(stdout.text).toContain('s3cr3t-value');
    own.kill('SIGKILL');
    await eventually(() => !existsSync(dirname(dirname(file))), 1_000, 'the directory is gone');
  });
});

describe.runIf(process.platform === 'linux')('the guardian', () => {
  it('ends with the command', async () => {
    const { process: own, stdout, ended, guardian } = start({}, 'trap "exit 4" TERM; echo ready; while :; do sleep 0.01; done');
    await stdout.until('ready');
    const { pid } = guardian();
    own.kill('SIGTERM');
    expect(await ended).toEqual([4, null]);
    expect(alive(pid)).toBe(false);
  });

  it('is told nothing: no secret in its arguments, its environment or its open files, and none of our streams', async () => {
    const { stdout, guardian } = start({}, 'echo ready; exec sleep 600');
    await stdout.until('ready');
    const { pid } = guardian();
    // What this test was started with itself may be handed down: a caller's lock, a builder's pipe.
    const handedDown = openFiles('self').map(([, file]) => file).filter((file) => file !== '/dev/null');
    const files = openFiles(pid).filter(([, file = '']) => !handedDown.includes(file));
    expect(files.map(([fd, file]) => [fd, file?.replace(/\d+/, '…')])).toEqual([['0', 'socket:[…]'], ['1', 'socket:[…]'], ['2', '/dev/null']]);
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter((entry) => !/^(?:PATH|PWD|OLDPWD|_)=/.test(entry))).toEqual(['']);
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toBe(`/bin/sh\0-c\0${guardianScript}\0carnet-guardian\0`);
  });

  it('is out of reach of a terminal: a session of its own, deaf to a hang-up', async () => {
    const { process: own, stdout, guardian, pid: hostPid } = start({}, 'echo pid=$$; echo ready; exec sleep 600');
    await stdout.until('ready');
    const { pid, session } = guardian();
    expect(session).toBe(pid);
    expect(session).not.toBe(seen(hostPid)?.session);
    for (const signal of ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM']) process.kill(pid, signal);
    own.kill('SIGKILL');
    await eventually(() => !numbersIn(stdout.text, 'pid').some(alive), 1_000, 'the command has ended');
  });

  it.each(['group', 'family'])('ends them where there is no /proc, and ps has to tell: %s', async (scope) => {
    const child = spawn('/bin/sh', ['-c', family], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    running.push(child);
    const stdout = new Collector();
    child.stdout.pipe(stdout);
    await stdout.until('ready');
    spawnSync('/bin/sh', ['-c', guardianScript.replaceAll('/proc/self/stat', '/no/such/file')], { input: `${scope} ${child.pid}\n` });
    await eventually(() => !numbersIn(stdout.text, 'pid').some(alive), 1_000, 'all three have ended');
    expect(numbersIn(stdout.text, 'pid')).toHaveLength(3);
  });

  it.each(['group', 'family'])('signals no stranger who got the number since: %s', async (scope) => {
    const stranger = spawn('/bin/cat', { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
    running.push(stranger);
    const answers = new Collector();
    stranger.stdout.pipe(answers);
    const run = (script: string): void => { spawnSync('/bin/sh', ['-c', script], { input: `${scope} ${stranger.pid}\n` }); };
    const mistaken = guardianScript.replace('began "$pid"; started=$begun', 'started=1');
    expect(mistaken).not.toBe(guardianScript);
    run(mistaken);
    // One that was signalled would not come to answer.
    stranger.stdin.write('still here');
    await answers.until('still here');
    expect(alive(stranger.pid ?? 0)).toBe(true);
    run(guardianScript);
    await eventually(() => !alive(stranger.pid ?? 0), 1_000, 'the process that is meant has ended');
  });

  it('has seen a child that its host had no time to name', async () => {
    // It looks for as long as a host takes to start a child; a test on a busy machine may take longer.
    const patient = guardianScript.replace('-lt 5000', '-lt 5000000');
    expect(patient).not.toBe(guardianScript);
    const guardian = spawn('/bin/sh', ['-c', patient], { stdio: ['pipe', 'pipe', 'ignore'] });
    running.push(guardian);
    const said = new Collector();
    guardian.stdout.pipe(said);
    guardian.stdin.write(`start group ${readlinkSync('/proc/thread-self')} ${readFileSync('/proc/thread-self/children', 'utf8')}\n`);
    await said.until('looking');
    const child = spawn('/bin/sh', ['-c', 'echo pid=$$; sleep 600 & echo pid=$!; wait'], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    running.push(child);
    const stdout = new Collector();
    child.stdout.pipe(stdout);
    await eventually(() => numbersIn(stdout.text, 'pid').length === 2 && isWaiting(guardian.pid ?? 0), 5_000, 'the guardian has looked');
    guardian.stdin.end();
    await eventually(() => !numbersIn(stdout.text, 'pid').some(alive), 1_000, 'the child and what it started have ended');
    expect(numbersIn(stdout.text, 'pid')).toHaveLength(2);
  });

  it('looks in vain where nothing is started, and listens again', async () => {
    const guardian = spawn('/bin/sh', ['-c', guardianScript], { stdio: ['pipe', 'pipe', 'ignore'] });
    running.push(guardian);
    guardian.stdin.end(`start group ${readlinkSync('/proc/thread-self')} ${readFileSync('/proc/thread-self/children', 'utf8')}\nnothing\n`);
    expect(await once(guardian, 'exit')).toEqual([0, null]);
  });

  it('does not hinder a command when somebody has ended it', async () => {
    const { stdout, ended, guardian, process: own } = start({}, 'trap "exit 6" TERM; echo ready; while :; do sleep 0.01; done');
    await stdout.until('ready');
    const { pid } = guardian();
    process.kill(pid, 'SIGKILL');
    await eventually(() => !alive(pid), 1_000, 'the guardian has ended');
    own.kill('SIGTERM');
    expect(await ended).toEqual([6, null]);
  });
});
