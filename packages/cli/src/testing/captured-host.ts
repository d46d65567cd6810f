import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { captureStreams } from './captured-streams.ts';

/** As much of a process as a command looks at, with what was written to it. */
export interface CapturedHost {
  readonly host: NodeJS.Process;
  readonly written: { stdout: string; stderr: string };
}

export function captureHost(cwd: string = process.cwd()): CapturedHost {
  const { written, stdout, stderr } = captureStreams();
  const stateHome = join(tmpdir(), `carnet-state-${randomUUID()}`);
  onTestFinished(() => rmSync(stateHome, { recursive: true, force: true }));
  const host = { cwd: () => cwd, env: { XDG_STATE_HOME: stateHome }, stdin: {}, stdout, stderr, once: () => host, on: () => host, off: () => host };
  return { host: host as unknown as NodeJS.Process, written };
}
