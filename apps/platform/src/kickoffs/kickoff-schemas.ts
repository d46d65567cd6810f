import { z } from 'zod';
import { jobError, jobFailure, shownStep } from '../worker-protocol/worker-schemas.ts';
import type { WorkerFacts } from '../worker-protocol/protocol.ts';
import type { ShownDeployment } from './read-deployments.ts';
import type { KickoffRecord, ShownKickoff } from './read-kickoffs.ts';
import type { ShownLine } from './read-log.ts';
import type { RotationView, VariableRun } from './rotation.ts';
import type { ShownWorker } from './workers.ts';

export const exampleId = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
const exampleTime = '2026-11-22T12:00:00.000Z';
const time = z.string();
const path = z.enum(['direct', 'static', 'workload-identity']);
export const kickoffStatus: z.ZodEnum<{ queued: 'queued'; claimed: 'claimed'; running: 'running'; succeeded: 'succeeded'; failed: 'failed'; cancelled: 'cancelled'; timed_out: 'timed_out'; lost: 'lost' }> = z.enum(['queued', 'claimed', 'running', 'succeeded', 'failed', 'cancelled', 'timed_out', 'lost']);
const named = z.strictObject({ id: z.string(), name: z.string() });

export const deployment: z.ZodType<ShownDeployment> = z.strictObject({
  id: z.string(), automation: z.string(), number: z.int(), status: z.enum(['active', 'superseded']), command: z.array(z.string()), timeoutSeconds: z.int(), concurrency: z.int().nullable(), requiredWorkerVersion: z.string().nullable(),
  variables: z.array(z.strictObject({
    name: z.string(), path, credential: z.string().nullable(), provider: z.string().nullable(), reference: z.string().nullable(), optional: z.boolean(),
    fingerprint: z.string().nullable().describe('Of a direct or baked value; null where each kickoff reads it, or where it was destroyed.'), version: z.string().nullable(),
  })),
  createdAt: time, createdBy: z.string().nullable(), supersededAt: time.nullable(),
}).meta({ id: 'Deployment' });

export const deploymentExample: ShownDeployment = {
  id: exampleId, automation: exampleId, number: 3, status: 'active', command: ['node', 'import.js'], timeoutSeconds: 3_600, concurrency: 1, requiredWorkerVersion: null,
  variables: [{ name: 'API_KEY', path: 'workload-identity', credential: exampleId, provider: 'acme', reference: 'api-key', optional: false, fingerprint: null, version: null }],
  createdAt: exampleTime, createdBy: exampleId, supersededAt: null,
};

const shownFields = {
  id: z.string(), automation: named, deployment: z.strictObject({ id: z.string(), number: z.int() }).nullable(), kind: z.enum(['deployment', 'local']), status: kickoffStatus,
  requestedBy: z.string().describe('`user:<id>` or `token:<id>`.'), rerunOf: z.string().nullable(), createdAt: time, claimedAt: time.nullable(), startedAt: time.nullable(), endedAt: time.nullable(), cancelRequested: z.boolean(),
  worker: named.nullable(), exitCode: z.int().nullable(), error: jobError.nullable(),
};

export const kickoff: z.ZodType<ShownKickoff> = z.strictObject(shownFields).meta({ id: 'Kickoff' });

export const kickoffExample: ShownKickoff = {
  id: exampleId, automation: { id: exampleId, name: 'nightly import' }, deployment: { id: exampleId, number: 3 }, kind: 'deployment', status: 'succeeded', requestedBy: `user:${exampleId}`, rerunOf: null, createdAt: exampleTime,
  claimedAt: exampleTime, startedAt: exampleTime, endedAt: exampleTime, cancelRequested: false, worker: { id: exampleId, name: 'worker-1' }, exitCode: 0, error: null,
};

export const kickoffRecord: z.ZodType<KickoffRecord> = z.strictObject({
  ...shownFields, inputs: z.unknown(), waiting: z.strictObject({ code: z.enum(['WORKER_NOT_CONNECTED', 'WORKER_TOO_OLD']), message: z.string() }).nullable(), steps: z.array(shownStep), lines: z.array(z.string()), failures: z.array(jobFailure),
  variables: z.array(z.strictObject({
    name: z.string(), path, credential: z.string().nullable(), provider: z.string().nullable(), reference: z.string().nullable(), fingerprint: z.string().nullable(), version: z.string().nullable(), durationMs: z.number().nullable(),
    changed: z.boolean().nullable().describe('Whether the fingerprint differs from that of the run before; null in the first.'), previousFingerprint: z.string().nullable(), previousVersion: z.string().nullable(),
  })),
  logLines: z.int(), logTruncated: z.boolean(),
}).meta({ id: 'KickoffRecord' });

export const recordExample: KickoffRecord = {
  ...kickoffExample, inputs: {}, waiting: null, steps: [{ name: 'secrets', at: exampleTime, durationMs: 84, secrets: 1 }], lines: [`Workload identity config '${exampleId}' (acme): 1 secret(s) resolved`], failures: [],
  variables: [{
    name: 'API_KEY', path: 'workload-identity', credential: exampleId, provider: 'acme', reference: 'api-key', fingerprint: 'hmac:b71c00f2a9d4', version: 'v2', durationMs: 84, changed: true, previousFingerprint: 'hmac:3fa91c77e001', previousVersion: 'v1',
  }],
  logLines: 12, logTruncated: false,
};

export const logLine: z.ZodType<ShownLine> = z.strictObject({ sequence: z.int(), at: time, stream: z.enum(['stdout', 'stderr', 'carnet']), text: z.string() }).meta({ id: 'LogLine' });

const run = z.strictObject({
  kickoff: z.string(), at: time, kind: z.enum(['deployment', 'local']), status: kickoffStatus, fingerprint: z.string().nullable(), version: z.string().nullable(), path, credential: z.string().nullable(), provider: z.string().nullable(),
  reference: z.string().nullable(), changed: z.boolean().nullable(),
});

export const variableRun: z.ZodType<VariableRun> = run.meta({ id: 'VariableRun' });

export const runExample: VariableRun = {
  kickoff: exampleId, at: exampleTime, kind: 'deployment', status: 'succeeded', fingerprint: 'hmac:b71c00f2a9d4', version: 'v2', path: 'workload-identity', credential: exampleId, provider: 'acme', reference: 'api-key', changed: true,
};

export const rotation: z.ZodType<RotationView> = z.strictObject({ name: z.string(), before: variableRun.nullable(), after: variableRun.nullable(), rotated: z.boolean(), message: z.string() }).meta({ id: 'Rotation' });

const facts: z.ZodType<WorkerFacts> = z.strictObject({ slots: z.int(), platform: z.string(), providers: z.array(z.string()), ownUser: z.boolean() });

export const worker: z.ZodType<ShownWorker> = z.strictObject({
  id: z.string(), name: z.string(), workerVersion: z.string(), facts, connected: z.boolean().describe('Whether it was heard of within the last minute.'), running: z.int(), createdAt: time, lastSeenAt: time.nullable(),
}).meta({ id: 'Worker' });

export const workerExample: ShownWorker = {
  id: exampleId, name: 'worker-1', workerVersion: '0.1.0', facts: { slots: 4, platform: 'linux-x64', providers: ['acme'], ownUser: true }, connected: true, running: 1, createdAt: exampleTime, lastSeenAt: exampleTime,
};
