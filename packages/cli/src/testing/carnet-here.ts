import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { runProgram } from '../program.ts';
import { captureHost } from './captured-host.ts';

export interface Here {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of a person: where their configuration goes. Removed with the test. */
export function homeFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'carnet-home-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface HereOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly home?: string;
}

/** The command in this process, with nobody to ask, and nothing of our own environment. */
export async function carnetHere(args: readonly string[], { environment = {}, stdin = '', home = homeFolder() }: HereOptions = {}): Promise<Here> {
  const { host, written } = captureHost(home);
  Object.assign(host, { argv: ['node', 'carnet', ...args], stdin: Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]), platform: 'linux', execPath: process.execPath, execArgv: [] });
  Object.assign(host.env, { HOME: home, XDG_CONFIG_HOME: join(home, 'config'), ...environment });
  return { code: await runProgram(host), ...written };
}
