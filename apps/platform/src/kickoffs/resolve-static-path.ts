import { z } from 'zod';
import { CarnetError } from '@carnet/provider';
import { PlatformError } from '../errors/platform-error.ts';
import type { TokenDesk } from '../provider-host/provider-host.ts';
import { needsWorker } from '../resources/credentials/needs-worker.ts';
import type { LoadedCredential } from '../resources/credentials/loaded-credential.ts';
import { sayableError, type DeploymentFailure } from './deployment-failure.ts';
import type { DeploymentPlan } from './plan-deployment.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import type { RunOnWorker } from './worker-tasks.ts';

/** A value that a deployment keeps. */
export interface BakedValue {
  readonly name: string;
  readonly credential: string | null;
  /** As the store gave them. */
  readonly bytes: Uint8Array;
  /** How the variable holds them. */
  readonly encoding: 'utf8' | 'base64';
  readonly version: string | null;
}

export interface Resolution {
  readonly values: readonly BakedValue[];
  readonly failures: readonly DeploymentFailure[];
}

type Parts = Pick<KickoffParts, 'host' | 'directAddresses'> & { readonly runOnWorker: RunOnWorker };

const deadlineMs = 60_000;
const failure = z.object({ code: z.string().max(64), message: z.string().max(10_000), hint: z.string().max(10_000) });
// A worker says it, or a process that runs foreign code.
const answers = z.array(z.union([
  z.object({ ok: z.literal(true), value: z.object({ value: z.base64(), version: z.string().max(1_000) }) }),
  z.object({ ok: z.literal(false), failure }),
]));

/** C2: reads the values of the static path, each credential by itself and all of them at once. */
export async function resolveStaticPath(parts: Parts, organization: string, plan: DeploymentPlan, worker: string | undefined, signal: AbortSignal): Promise<Resolution> {
  const resolutions = await Promise.all([...plan.credentials.values()].map((credential) => resolveOne(parts, organization, plan, credential, worker, signal)));
  return { values: resolutions.flatMap(({ values }) => values), failures: resolutions.flatMap(({ failures }) => failures) };
}

async function resolveOne(parts: Parts, organization: string, { snapshot }: DeploymentPlan, loaded: LoadedCredential, worker: string | undefined, signal: AbortSignal): Promise<Resolution> {
  const variables = snapshot.variables.filter(({ path, credential }) => path === 'static' && credential === loaded.hosted.id);
  const values: BakedValue[] = [];
  const failures: DeploymentFailure[] = [];
  try {
    const found = await read(parts, organization, loaded, variables.map(({ reference }) => reference ?? ''), worker, signal);
    for (const [index, { name, optional, encoding }] of variables.entries()) {
      const answer = found[index];
      if (answer?.ok === true) values.push({ name, credential: loaded.hosted.id, bytes: Buffer.from(answer.value.value, 'base64'), encoding, version: answer.value.version });
      else if (answer === undefined) throw new CarnetError({ code: 'PROVIDER_FAULT', message: 'The provider did not answer for each secret.' });
      else if (!(optional && answer.failure.code === 'SECRET_NOT_FOUND')) failures.push({ variable: name, error: answer.failure });
    }
    return { values, failures };
  } catch (error) {
    const said = sayableError(error);
    return { values: [], failures: variables.map(({ name }) => ({ variable: name, error: said })) };
  }
}

async function read({ host, directAddresses, runOnWorker }: Parts, organization: string, { hosted }: LoadedCredential, references: readonly string[], worker: string | undefined, outer: AbortSignal): Promise<z.infer<typeof answers>> {
  const signal = AbortSignal.any([outer, AbortSignal.timeout(deadlineMs)]);
  const request = { references };
  if (worker === undefined) {
    if (needsWorker({ manifests: host.manifests }, hosted, directAddresses)) throw new PlatformError({ code: 'WORKER_REQUIRED', message: `The address of the store of credential '${hosted.name}' is free, so only a worker of the organization may call it.` });
    return checked(await host.resolve(organization, { credential: hosted, tokens: noTokens, fingerprintKey: unusedKey, signal }, request));
  }
  for await (const answer of runOnWorker(organization, worker, { operation: 'resolve', credential: hosted, request, fingerprintKey: unusedKey, deadlineMs }, signal)) return checked(answer);
  throw new PlatformError({ code: 'WORKER_NOT_CONNECTED', message: 'The worker gave no answer.' });
}

function checked(answer: unknown): z.infer<typeof answers> {
  const parsed = answers.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new CarnetError({ code: 'PROVIDER_FAULT', message: 'What was read has not the form of an answer.' });
}

const noTokens: TokenDesk = {
  subjectToken: () => Promise.reject(new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: 'The credential uses no workload identity config.' })),
};

// Fingerprints are made here, under the key of each variable.
const unusedKey = Buffer.alloc(32).toString('base64');
