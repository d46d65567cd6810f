import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasLivingMember } from './living-members.ts';
import { Collector } from './testing/collector.ts';

describe.runIf(process.platform === 'linux')('a process group', () => {
  it('of one that has ended and that its parent never collects has no living member', async () => {
    // The shell would collect it: it ends only once sleep has taken the shell's place.
    const orphan = 'until grep -q sleep /proc/\\$PPID/comm; do :; done';
    const parent = spawn('/bin/sh', ['-c', `setsid sh -c "${orphan}" & echo $!; exec sleep 600`], { stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => { parent.kill('SIGKILL'); });
    const output = new Collector();
    parent.stdout.pipe(output);
    await output.until('\n');
    const pid = Number(output.text);
    while (!readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ')) await new Promise(setImmediate);
    expect(process.kill(-pid, 0)).toBe(true);
    expect(hasLivingMember(pid)).toBe(false);
  });

  it('that runs has one, and one that does not exist has none', () => {
    const own = Number(/\) \S \d+ (\d+)/.exec(readFileSync('/proc/self/stat', 'latin1'))?.[1]);
    expect(hasLivingMember(own)).toBe(true);
    expect(hasLivingMember(4_194_305)).toBe(false);
  });
});
