import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { printReference } from '@carnet/provider';
import { buildEnvironment, runCommand } from '@carnet/runner';
import { carnetOf } from './carnet-of.ts';
import type { Scene } from './scene.ts';

const automationDeadline = 20_000;

export interface KickoffVariable {
  readonly name: string;
  /** `name#key` in the vault. */
  readonly secret: string;
  /** Undefined: optional, and the vault has no such secret. */
  readonly fingerprint: string | undefined;
  readonly version: string | undefined;
  readonly durationMs: number | undefined;
}

/** What a kickoff leaves behind: no value and no token. */
export interface Kickoff {
  readonly id: string;
  readonly token: {
    readonly issuer: string;
    readonly subject: string;
    readonly audience: string;
    readonly jti: string;
    readonly lifetimeSeconds: number;
    /** Whether it was signed for this kickoff, or handed out again. */
    readonly fresh: boolean;
    /** How long the issuer took to hand it out. */
    readonly durationMs: number;
  };
  readonly exchanges: number;
  readonly exchangeMs: number;
  /** What arrived at the cloud; `issuer` counts its own fetches of our discovery document and keys. */
  readonly requests: { readonly challenge: number; readonly token: number; readonly read: number; readonly issuer: number };
  readonly variables: readonly KickoffVariable[];
  readonly log: readonly string[];
  readonly exitCode: number;
  readonly output: string;
  readonly durationMs: number;
}

/** Resolves, runs the automation with what it found, and records it. */
export async function kickOff(scene: Scene): Promise<Kickoff> {
  const id = randomUUID();
  const started = performance.now();
  const signedBefore = scene.minted.length;
  const log: string[] = [];
  scene.clouds.clearRequests();

  await using carnet = carnetOf(scene, { organization: scene.organization, run: id, log: (line) => log.push(line) });
  const { variables, exchanges } = await carnet.resolve();
  const requests = countRequests(scene);
  const token = scene.handedOut.at(-1);
  if (token === undefined) throw new Error('The issuer handed out no token.');

  const values = variables.flatMap(({ name, secret, allow }) => (secret === undefined ? [] : [{ name, value: secret.reveal(), allow }]));
  const { exitCode, output } = await runAutomation(values);
  return {
    id,
    token: {
      issuer: token.issuer,
      subject: token.subject,
      audience: token.audience,
      jti: token.jti,
      lifetimeSeconds: token.expiresAt - token.issuedAt,
      fresh: scene.minted.length > signedBefore,
      durationMs: rounded(scene.handOutMs.at(-1) ?? 0),
    },
    exchanges: exchanges.length,
    exchangeMs: exchanges.reduce((sum, { durationMs }) => sum + durationMs, 0),
    requests,
    variables: variables.map(({ name, reference, fingerprint, version, durationMs }) => ({
      name, secret: reference === undefined ? '' : printReference(reference), fingerprint, version, durationMs,
    })),
    log,
    exitCode,
    output,
    durationMs: Math.round(performance.now() - started),
  };
}

/** Milliseconds, to a tenth. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}

function countRequests({ clouds }: Scene): Kickoff['requests'] {
  const count = (service: string, matches: (status: number) => boolean = () => true): number =>
    clouds.requests.filter((request) => request.service === service && matches(request.status)).length;
  return {
    challenge: count('keyvault', (status) => status === 401),
    token: count('entra'),
    read: count('keyvault', (status) => status !== 401),
    issuer: count('issuer'),
  };
}

async function runAutomation(variables: readonly { name: string; value: string; allow: boolean }[]): Promise<{ exitCode: number; output: string }> {
  let output = '';
  const collect = new Writable({
    write(chunk: Buffer, _, done) {
      output += chunk.toString();
      done();
    },
  });
  const { exitCode } = await runCommand({
    argv: [process.execPath, fileURLToPath(new URL('automation.ts', import.meta.url))],
    environment: buildEnvironment({ inherited: process.env, variables }),
    secrets: variables.map(({ value }) => value),
    stdin: 'ignore',
    stdout: collect,
    stderr: collect,
    signal: AbortSignal.timeout(automationDeadline),
  });
  return { exitCode, output };
}
