import { z } from 'zod';
import type { WorkerFacts } from '../worker-protocol/protocol.ts';
import { isPassing, pause, pauseMs, type Random } from './backoff.ts';
import type { PlatformClient } from './platform-client.ts';
import { WorkerError } from './worker-error.ts';
import { checkStateDirectory, keepToken, readKeptToken } from './worker-token.ts';

export interface Enrolment {
  readonly url: URL;
  readonly stateDirectory: string;
  readonly token?: string | undefined;
  readonly joinToken?: string | undefined;
  readonly name: string;
  readonly version: string;
  readonly facts: WorkerFacts;
  readonly client: PlatformClient;
  readonly random: Random;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

const answerForm = z.object({ workerId: z.uuid(), organizationId: z.uuid(), token: z.string().regex(/^carnet_wkr_[\w-]{43}$/) });
const mostAttempts = 8;

/** The token by which the platform knows this worker: as given, kept from an earlier start, or for a join token, which works once. */
export async function enrol({ url, stateDirectory, token, joinToken, name, version, facts, client, random, log, signal }: Enrolment): Promise<string> {
  if (token !== undefined) {
    if (!/^carnet_wkr_[\w-]{43}$/.test(token)) throw new WorkerError('CARNET_WORKER_TOKEN is no token of a worker.', 'Give the token of a worker, or a join token in CARNET_JOIN_TOKEN.');
    return token;
  }
  const kept = readKeptToken(stateDirectory);
  if (kept?.url === url.href) return kept.token;
  if (kept !== undefined) throw new WorkerError(`The token in ${stateDirectory} is of another platform.`, 'Set CARNET_STATE_DIRECTORY to another directory for this one.');
  if (joinToken === undefined) throw new WorkerError('This worker has not joined yet.', 'Make a join token (carnet workers join-token), and give it in CARNET_JOIN_TOKEN.');
  if (!/^carnet_join_[\w-]{43}$/.test(joinToken)) throw new WorkerError('CARNET_JOIN_TOKEN is no join token.', 'Make one: carnet workers join-token.');
  checkStateDirectory(stateDirectory);
  for (let attempt = 0; ; attempt += 1) {
    const answer = await client.join({ name, workerVersion: version, facts }, joinToken, signal);
    const joined = answerForm.safeParse(answer.body);
    if (answer.status >= 200 && answer.status < 300 && joined.success) {
      keepToken(stateDirectory, { url: url.href, workerId: joined.data.workerId, token: joined.data.token });
      log(`Joined as worker ${joined.data.workerId} of organization ${joined.data.organizationId}.`);
      return joined.data.token;
    }
    if (!isPassing(answer) || attempt >= mostAttempts) throw refusal(answer.status, answer.code);
    await pause(pauseMs(attempt, random, answer.retryAfterMs), signal);
  }
}

function refusal(status: number, code: string | undefined): WorkerError {
  if (status === 401 || status === 403 || code === 'TOKEN_EXPIRED') return new WorkerError('The platform refused the join token.', 'It works once and for an hour: make another one with carnet workers join-token.');
  if (code === 'NAME_TAKEN') return new WorkerError('The organization has another worker of this name.', 'Set CARNET_WORKER_NAME, or remove the other one where it is gone for good: carnet workers remove.');
  if (status === 0) return new WorkerError('The platform cannot be reached.', 'Look at CARNET_PLATFORM_URL and the network.');
  return new WorkerError(`The platform did not let this worker join (${status}${code === undefined ? '' : ` ${code}`}).`, 'Look at the versions of worker and platform.');
}
