import { z } from 'zod';
import type { MessageFromSlot } from '../kickoff-process/slot-messages.ts';

const text = (most: number) => z.string().max(most);
const code = text(64).regex(/^[A-Z][A-Z0-9_]*$/);
const error = { code, message: text(100_000), hint: text(10_000), docsUrl: text(200), retryable: z.boolean().optional() };
const diagnosis = z.object({
  cause: text(10_000), cure: text(10_000), command: text(10_000).optional(), severity: z.enum(['error', 'warning']),
  sent: z.record(text(1_000), text(10_000)).optional(),
});
const nullable = text(10_000).nullable();
const time = z.number();

const step = z.object({
  name: z.enum(['claimed', 'token', 'exchange', 'secrets', 'command']), at: time, durationMs: z.number().nullable(), workloadIdentity: text(100).optional(),
  exchange: z.union([z.literal('new'), z.object({ reusedFrom: text(100) })]).optional(), secrets: z.number().int().optional(),
  errorCode: code.optional(),
});
const report = z.object({
  exitCode: z.number().int().min(0).max(255),
  variables: z.array(z.object({ name: text(300), fingerprint: nullable, version: nullable, credential: nullable, durationMs: z.number().nullable() })).max(10_000),
  lines: z.array(text(1_000)).max(10_000),
  error: z.object(error).optional(),
  failures: z.array(z.object({ ...error, variables: z.array(text(300)).max(10_000), credential: nullable, diagnosis })).max(10_000).optional(),
  logTruncated: z.boolean(),
  memory: z.number(),
});

const message = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'), problems: z.array(text(100_000)).max(1_000),
    providers: z.array(z.object({ id: text(100), refused: z.array(z.union([text(200), z.object({ name: text(200), except: z.array(text(1_000)).max(100) })])).max(1_000) })).max(1_000),
  }),
  z.object({ type: z.literal('subject-token'), question: z.number().int(), workloadIdentity: text(300), audience: text(2_000), renew: z.boolean() }),
  z.object({ type: z.literal('steps'), steps: z.array(step).max(1_000), phase: z.enum(['resolving', 'running']) }),
  z.object({ type: z.literal('log'), lines: z.array(z.object({ sequence: z.number().int().min(1), at: time, stream: z.enum(['stdout', 'stderr', 'carnet']), text: text(16_384) })).max(40_000) }),
  z.object({ type: z.literal('finished'), report }),
  z.object({ type: z.literal('line'), line: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal('task-ended') }),
]);

/** Takes what the process of a slot says: field by field, since foreign code runs there. Undefined where it is no message. */
export function readSlotMessage(input: unknown): MessageFromSlot | undefined {
  const read = message.safeParse(input);
  return read.success ? read.data as MessageFromSlot : undefined;
}
