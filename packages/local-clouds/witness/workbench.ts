import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalClouds } from '../src/local-clouds.ts';
import { startLocalClouds } from '../src/start-local-clouds.ts';
import { createTestIssuer, testSubject, type TestIssuer } from '../src/testing/test-issuer.ts';

/** Local clouds and an issuer, with the way in for a program that is not ours. */
export interface Workbench extends AsyncDisposable {
  readonly clouds: LocalClouds;
  readonly issuer: TestIssuer;
  /** Writes a file that lives as long as the workbench, and gives its path back. */
  file(name: string, content: string): Promise<string>;
  /**
   * Runs a program that reaches the real host names through the clouds' proxy and trusts their certificate authority. It sees nothing
   * of this process's environment but PATH.
   */
  run(program: string, words: readonly string[], environment: Readonly<Record<string, string>>, input?: string): Promise<Outcome>;
  /** A home that nobody used before: these programs cache credentials there. */
  freshHome(): Promise<string>;
}

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function startWorkbench(): Promise<Workbench> {
  const folder = await mkdtemp(join(tmpdir(), 'carnet-witness-'));
  const clouds = await startLocalClouds();
  const issuer = await createTestIssuer();
  clouds.route(issuer.host, issuer.fetch);
  const proxy = await clouds.startProxy();
  const file: Workbench['file'] = async (name, content) => {
    const path = join(folder, name);
    await writeFile(path, content, { mode: 0o600 });
    return path;
  };
  const authority = await file('authority.pem', clouds.certificateAuthority);
  const shared = {
    PATH: process.env['PATH'] ?? '',
    HTTPS_PROXY: proxy.url,
    AWS_CA_BUNDLE: authority,
    REQUESTS_CA_BUNDLE: authority,
    CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE: authority,
  };
  return {
    clouds,
    issuer,
    file,
    freshHome: () => mkdtemp(join(folder, 'home-')),
    run: (program, words, environment, input = '') =>
      new Promise((resolve, reject) => {
        const child = execFile(program, words, { env: { ...shared, ...environment }, timeout: 50_000 }, (error, stdout, stderr) => {
          if (error !== null && typeof error.code !== 'number') reject(new Error(`${program} did not run to its end.`, { cause: error }));
          else resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
        });
        child.stdin?.end(input);
      }),
    async [Symbol.asyncDispose]() {
      await proxy.close();
      await clouds.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Minutes from now, in the seconds of a JWT. */
export const inMinutes = (minutes: number): number => Math.floor(Date.now() / 1000) + minutes * 60;

export const subject: string = testSubject;
