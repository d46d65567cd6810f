import { z } from 'zod';
import type {
  ClaimRequest, HeartbeatRequest, JobError, JobFailure, JobVariableResult, JoinAnswer, JoinRequest, KickoffStep, LogRequest, ResultRequest, SubjectTokenAnswer, SubjectTokenRequest, TaskAnswer, WorkerFacts,
} from './protocol.ts';

/** What is read of a worker: it runs foreign code, so every text and list has a bound. */
const fence = z.int().min(0).describe('As the claim gave it.');
const name = z.string().min(1).max(256);
const text = z.string().max(10_000);
const code = z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/);
const time = z.int().min(0).max(8.64e15).describe('Epoch milliseconds.');
const duration = z.number().min(0).max(1e9).nullable().describe('Milliseconds.');
const version = z.string().min(1).max(64);
const id = z.string().max(64);

const facts: z.ZodType<WorkerFacts> = z.strictObject({
  slots: z.int().min(1).max(1_000).describe('How many kickoffs it runs at once.'), platform: z.string().max(64), providers: z.array(z.string().max(64)).max(200), ownUser: z.boolean().describe('Whether commands run under a user of their own.'),
}).meta({ id: 'WorkerFacts' });

const step = z.strictObject({
  name: z.enum(['claimed', 'token', 'exchange', 'secrets', 'command']), at: time, durationMs: duration, workloadIdentity: id.optional(),
  exchange: z.union([z.literal('new'), z.strictObject({ reusedFrom: id })]).optional(), secrets: z.int().min(0).max(100_000).optional(),
  errorCode: code.optional().describe('Of a token that was not given or an exchange that was refused: why.'),
});

const steps: z.ZodType<KickoffStep[]> = z.array(step.meta({ id: 'ReportedStep' })).max(1_000);

/** As the API tells it. */
export const shownStep: z.ZodType<Omit<KickoffStep, 'at'> & { readonly at: string }> = step.extend({ at: z.string().describe('By the clock of the worker.') }).meta({ id: 'KickoffStep' });

const error = z.strictObject({ code, message: z.string().max(100_000), hint: text, docsUrl: z.string().max(500), retryable: z.boolean().optional().describe('Whether the same kickoff may pass later with nothing changed.') });

export const jobError: z.ZodType<JobError> = error.meta({ id: 'JobError' });

const diagnosis = z.strictObject({
  cause: text, cure: text, command: text.exactOptional(), sent: z.record(z.string().max(100), text).exactOptional(), severity: z.enum(['error', 'warning']),
});

export const jobFailure: z.ZodType<JobFailure> = error.extend({ variables: z.array(name).max(10_000), credential: id.nullable(), diagnosis }).meta({ id: 'JobFailure' });

const variables: z.ZodType<JobVariableResult[]> = z.array(z.strictObject({
  name, fingerprint: z.string().regex(/^hmac:[0-9a-f]{12}$/).nullable(), version: z.string().max(1_000).nullable(), credential: id.nullable(), durationMs: duration,
})).max(10_000);

const lines = z.array(z.string().max(2_000)).max(1_000);

export const joinRequest: z.ZodType<JoinRequest> = z.strictObject({ name: z.string().trim().min(1).max(100), workerVersion: version, facts }).meta({ id: 'JoinRequest' });
export const joinAnswer: z.ZodType<JoinAnswer> = z.strictObject({ workerId: id, organizationId: id, token: z.string().describe('Shown once.') }).meta({ id: 'JoinAnswer' });

export const claimRequest: z.ZodType<ClaimRequest> = z.strictObject({
  workerVersion: version, facts, waitSeconds: z.number().min(0).max(30), free: z.int().min(0).max(1_000).describe('How many kickoffs it could start now. Tasks are handed out even at 0.'),
}).meta({ id: 'ClaimRequest' });

export const subjectTokenRequest: z.ZodType<SubjectTokenRequest> = z.strictObject({ fence, workloadIdentity: id, renew: z.boolean().optional().describe('Once, after the cloud refused the one before.') }).meta({ id: 'SubjectTokenRequest' });
export const localTokenRequest: z.ZodType<Omit<SubjectTokenRequest, 'fence'>> = z.strictObject({ workloadIdentity: id, renew: z.boolean().optional() }).meta({ id: 'LocalSubjectTokenRequest' });
export const subjectTokenAnswer: z.ZodType<SubjectTokenAnswer> = z.strictObject({ token: z.string(), expiresAt: time }).meta({ id: 'SubjectTokenAnswer' });

export const heartbeatRequest: z.ZodType<HeartbeatRequest> = z.strictObject({ fence, steps, phase: z.enum(['resolving', 'running']) }).meta({ id: 'HeartbeatRequest' });

export const logRequest: z.ZodType<LogRequest> = z.strictObject({
  fence, lines: z.array(z.strictObject({ sequence: z.int().min(1), at: time, stream: z.enum(['stdout', 'stderr', 'carnet']), text: z.string().max(65_536) })).max(1_000),
}).meta({ id: 'LogRequest' });

export const resultRequest: z.ZodType<ResultRequest> = z.strictObject({
  fence, outcome: z.enum(['succeeded', 'failed', 'cancelled', 'timed_out', 'refused']), exitCode: z.int().min(0).max(255).nullable(), variables, steps, lines, error: jobError.optional(), failures: z.array(jobFailure).max(10_000).optional(),
  logTruncated: z.boolean(),
}).meta({ id: 'ResultRequest' });

export const localResult: z.ZodType<Omit<ResultRequest, 'fence' | 'logTruncated' | 'outcome'> & { readonly outcome: 'succeeded' | 'failed' | 'cancelled' }> = z.strictObject({
  outcome: z.enum(['succeeded', 'failed', 'cancelled']), exitCode: z.int().min(0).max(255).nullable(), variables: variables.default([]), steps: steps.default([]), lines: lines.default([]), error: jobError.optional(), failures: z.array(jobFailure).max(10_000).optional(),
}).meta({ id: 'LocalRunResult' });

export const taskAnswer: z.ZodType<TaskAnswer> = z.strictObject({
  rung: z.unknown().optional(), answer: z.unknown().optional(), done: z.boolean().optional(),
  failure: z.strictObject({ code, message: text, hint: text, docsUrl: z.string().max(500), retryable: z.boolean(), diagnosis: diagnosis.optional() }).optional(),
}).meta({ id: 'TaskAnswer' });
