import { execFile } from 'node:child_process';
import type { CanaryInput } from './canary-run.ts';

/** All that a process of its own prints, which has nothing of our environment but `PATH`. */
export async function outputOf(input: CanaryInput, environment: Record<string, string>): Promise<string> {
  return await new Promise((resolve, reject) => {
    const argv = ['--no-warnings', '--conditions=carnet-source', `${import.meta.dirname}/canary-run.ts`];
    const child = execFile(process.execPath, argv, { env: { PATH: process.env['PATH'], ...environment }, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${stderr}${stdout}`));
      else resolve(`${stdout}\n${stderr}`);
    });
    child.stdin?.end(JSON.stringify(input));
  });
}
