import { z } from 'zod';
import type { Principal } from '../access/principal.ts';
import { readLines } from '../http/line-stream.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { MachineTokens } from '../machines/machine-tokens.ts';
import { claimRequest, heartbeatRequest, joinAnswer, joinRequest, logRequest, resultRequest, subjectTokenAnswer, subjectTokenRequest, taskAnswer } from '../worker-protocol/worker-schemas.ts';
import { joinTokenOf, workerOf } from './callers.ts';
import { finishKickoff } from './finish-kickoff.ts';
import { handOutWork } from './hand-out-work.ts';
import { handOverSubjectToken } from './hand-over-subject-token.ts';
import { takeHeartbeat } from './heartbeat.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { exampleId, workerExample } from './kickoff-schemas.ts';
import { createHeldLease, type LeaseHolder } from './lease.ts';
import { takeTaskAnswer } from './worker-tasks.ts';
import { writeLog } from './write-log.ts';
import { joinWorker, noteWorker } from './workers.ts';

const tag = 'Worker protocol';
const access = { to: 'worker' } as const;
const one = '/v1/worker/kickoffs/{kickoff}';
const parameters = z.strictObject({ kickoff: z.uuid() });
const facts = workerExample.facts;

// What is in a job and a task is the protocol's to say, and its version's.
const claimAnswer = z.union([z.strictObject({ type: z.literal('kickoff'), job: z.record(z.string(), z.unknown()) }), z.strictObject({ type: z.literal('task'), task: z.record(z.string(), z.unknown()) })]).meta({ id: 'ClaimAnswer' });

const claimExample = {
  type: 'kickoff',
  job: {
    kickoffId: exampleId, fence: 1, leaseMs: 30_000, heartbeatMs: 10_000, automation: { id: exampleId, name: 'nightly import' }, deployment: { id: exampleId, number: 3 }, command: ['node', 'import.js'], inputs: '{}', timeoutSeconds: 3_600,
    workloadIdentities: {}, credentials: {}, variables: [], fingerprintKeys: {}, logLimitBytes: 1_048_576,
  },
};

/** What workers call, with their own token. What they say is bounded, and counts only while they hold the live lease of what they speak of. */
export function workerRoutes(parts: KickoffParts & { readonly tokens: Pick<MachineTokens, 'issue' | 'use'> }): readonly Route[] {
  const heldLease = createHeldLease(parts);
  return [
    defineRoute({
      id: 'joinWorker', method: 'post', path: '/v1/worker/join', access: { to: 'join' }, tag, summary: 'Become a worker', description: 'Uses the join token up.', body: joinRequest,
      example: { name: 'worker-1', workerVersion: '0.1.0', facts }, answer: { status: 201, schema: joinAnswer, example: { workerId: exampleId, organizationId: exampleId, token: `carnet_wkr_${'A'.repeat(43)}` } },
      async handle({ principal, body, actor }) {
        return { status: 201, body: await joinWorker(parts, joinTokenOf(principal), body, actor) };
      },
    }),
    defineRoute({
      id: 'claimWork', method: 'post', path: '/v1/worker/claims', access, tag, summary: 'Wait for something to do', description: 'Waits for up to `waitSeconds`. 204: there is nothing.', body: claimRequest,
      example: { workerVersion: '0.1.0', facts, waitSeconds: 30, free: 1 }, answer: { status: 200, schema: claimAnswer, example: claimExample },
      async handle({ principal, body, actor, request, signal, closing }) {
        const worker = workerOf(principal);
        await noteWorker(parts, worker, body.workerVersion, body.facts);
        const answer = await handOutWork(parts, {
          worker, workerVersion: body.workerVersion, waitMs: body.waitSeconds * 1000, free: body.free > 0, actor, signal: AbortSignal.any([signal, closing]), undelivered: request.signal, jitter: () => (parts.randomBytes(1)[0] ?? 0) / 256,
        });
        return answer === undefined ? { response: new Response(null, { status: 204 }) } : { body: answer };
      },
    }),
    defineRoute({
      id: 'createSubjectToken', method: 'post', path: `${one}/subject-tokens`, access, tag, summary: 'Get a subject token', description: 'For a workload identity config of the kickoff. Audience and subject follow from what is stored.', parameters, body: subjectTokenRequest,
      example: { fence: 1, workloadIdentity: exampleId }, answer: { status: 201, schema: subjectTokenAnswer, example: { token: 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln', expiresAt: 1_795_352_400_000 } },
      async handle({ principal, path, body, actor, signal }) {
        return { status: 201, body: await handOverSubjectToken({ ...parts, heldLease }, holderOf(principal, path.kickoff, body.fence), body, actor, signal) };
      },
    }),
    defineRoute({
      id: 'renewLease', method: 'post', path: `${one}/heartbeat`, access, tag, summary: 'Keep the lease of a kickoff', description: '409 LEASE_LOST: stop the command.', parameters, body: heartbeatRequest, largestBody: 256 * 1024,
      example: { fence: 1, steps: [], phase: 'running' }, answer: { status: 200, schema: z.strictObject({ cancel: z.boolean(), leaseMs: z.int() }), example: { cancel: false, leaseMs: 30_000 } },
      async handle({ principal, path, body }) {
        return { body: await takeHeartbeat(parts, holderOf(principal, path.kickoff, body.fence), body) };
      },
    }),
    defineRoute({
      id: 'writeLog', method: 'post', path: `${one}/logs`, access, tag, summary: 'Add lines to the log of a kickoff', description: 'In their order, masked. Lines that were written before are not written again.', parameters, body: logRequest, largestBody: 512 * 1024,
      example: { fence: 1, lines: [{ sequence: 1, at: 1_795_348_800_000, stream: 'stdout', text: 'imported 7 orders' }] }, answer: { status: 204 },
      async handle({ principal, path, body }) {
        await writeLog(parts, holderOf(principal, path.kickoff, body.fence), body.lines);
        return { status: 204 };
      },
    }),
    defineRoute({
      id: 'reportResult', method: 'post', path: `${one}/result`, access, tag, summary: 'Report how a kickoff ended', description: 'Said again, it is answered in the same way.', parameters, body: resultRequest, largestBody: 4 * 1024 * 1024,
      example: { fence: 1, outcome: 'succeeded', exitCode: 0, variables: [], steps: [], lines: [], logTruncated: false }, answer: { status: 204 },
      async handle({ principal, path, body, actor }) {
        await finishKickoff(parts, holderOf(principal, path.kickoff, body.fence), body, actor);
        return { status: 204 };
      },
    }),
    defineRoute({
      id: 'answerTask', method: 'post', path: '/v1/worker/tasks/{task}/answers', access, tag, summary: 'Answer a task', description: 'One JSON object a line, as it comes; the last says `done`.', parameters: z.strictObject({ task: z.uuid() }), lines: taskAnswer,
      largestBody: 8 * 1024 * 1024, example: { answer: { fingerprint: 'hmac:b71c00f2a9d4', version: 'v2', durationMs: 84 }, done: true }, answer: { status: 204 },
      async handle({ principal, path, request }) {
        const worker = workerOf(principal);
        for await (const line of readLines(request, taskAnswer, { largestLine: 4 * 1024 * 1024, largestBody: 8 * 1024 * 1024 })) await takeTaskAnswer(parts, worker, path.task, line);
        return { status: 204 };
      },
    }),
  ];
}

function holderOf(principal: Principal | undefined, kickoff: string, fence: number): LeaseHolder {
  const { organizationId, workerId } = workerOf(principal);
  return { organization: organizationId, worker: workerId, kickoff, fence };
}
