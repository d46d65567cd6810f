import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script as `carnet trust … | sh` would, in a home that nobody used before and with nothing of this environment but PATH. */
export async function runScript(script: string, environment: Readonly<Record<string, string>>): Promise<Outcome> {
  const home = await mkdtemp(join(tmpdir(), 'carnet-witness-'));
  try {
    return await new Promise((resolve, reject) => {
      const child = execFile('sh', [], { env: { PATH: process.env['PATH'], HOME: home, AWS_EC2_METADATA_DISABLED: 'true', AWS_MAX_ATTEMPTS: '1', ...environment }, timeout: 110_000 }, (error, stdout, stderr) => {
        if (error !== null && typeof error.code !== 'number') reject(new Error('The script did not run to its end.', { cause: error }));
        else resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
      });
      child.stdin?.end(script);
    });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
