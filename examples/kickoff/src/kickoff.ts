import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { printReference } from '@carnet/provider';
import { buildEnvironment, runCommand } from '@carnet/runner';
import { carnetOf } from './carnet-of.ts';
import { cloudUseOf, type CloudUse } from './cloud-use.ts';
import type { Scene } from './scene/set-scene.ts';

const automationDeadline = 20_000;

export interface KickoffVariable {
  readonly name: string;
  readonly cloud: CloudUse['cloud'];
  /** `name#key` in the store. */
  readonly secret: string;
  /** Undefined: optional, and the store has no such secret. */
  readonly fingerprint: string | undefined;
  readonly version: string | undefined;
  readonly durationMs: number | undefined;
}

/** What a kickoff leaves behind: no value and no token. */
export interface Kickoff {
  readonly id: string;
  readonly clouds: readonly CloudUse[];
  /** How often the clouds together fetched our discovery document or our keys. */
  readonly issuerRequests: number;
  readonly variables: readonly KickoffVariable[];
  readonly log: readonly string[];
  /** Milliseconds from the first token to the last value. */
  readonly resolveMs: number;
  readonly exitCode: number;
  readonly output: string;
  readonly durationMs: number;
}

/** Resolves, runs the automation with what it found, and records it. */
export async function kickOff(scene: Scene): Promise<Kickoff> {
  const id = randomUUID();
  const started = performance.now();
  const since = { minted: scene.minted.length, handedOut: scene.handedOut.length };
  const log: string[] = [];
  scene.clouds.clearRequests();

  await using carnet = carnetOf(scene, { organization: scene.organization, run: id, log: (line) => log.push(line) });
  const { variables, exchanges } = await carnet.resolve();
  const resolveMs = Math.round(performance.now() - started);
  const clouds = scene.sides.map((side) => cloudUseOf(scene, side, exchanges, since));
  const issuerRequests = scene.clouds.requests.filter(({ service }) => service === 'issuer').length;

  const values = variables.flatMap(({ name, secret, allow }) => (secret === undefined ? [] : [{ name, value: secret.reveal(), allow }]));
  const { exitCode, output } = await runAutomation(values);
  return {
    id,
    clouds,
    issuerRequests,
    variables: variables.map(({ name, provider, reference, fingerprint, version, durationMs }) => ({
      name, cloud: cloudOf(scene, provider), secret: reference === undefined ? '' : printReference(reference), fingerprint, version, durationMs,
    })),
    log,
    resolveMs,
    exitCode,
    output,
    durationMs: Math.round(performance.now() - started),
  };
}

function cloudOf({ sides }: Scene, id: string | undefined): CloudUse['cloud'] {
  const side = sides.find(({ provider }) => provider === id);
  if (side === undefined) throw new Error('A variable came from nowhere.');
  return side.name;
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
