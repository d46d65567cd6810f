import { z } from 'zod';

const settings = z.record(z.string().max(200), z.union([z.string().max(65_536), z.number(), z.boolean()]));
const name = z.string().min(1).max(1_000);
const number = z.int().nonnegative();

const credential = z.strictObject({
  id: name,
  name,
  provider: name,
  method: name,
  identity: z.strictObject({ id: name, kind: name, settings, createdAt: z.number().optional() }).optional(),
  store: settings,
  settings,
  secrets: z.record(z.string().max(200), z.string().max(65_536)).optional(),
  writable: z.boolean(),
});

const onCredential = { credential, fingerprintKey: z.string().max(200), timeoutMs: z.int().positive() };

/** What one call asks for. */
export const orderSchema = z.discriminatedUnion('operation', [
  z.strictObject({ operation: z.literal('describe'), package: z.string().max(1_100).optional() }),
  z.strictObject({ operation: z.literal('validate'), credential, references: z.array(z.string().max(10_000)).max(20_000) }),
  z.strictObject({ operation: z.literal('trust'), provider: name, input: z.record(z.string(), z.unknown()) }),
  z.strictObject({ operation: z.literal('registration-commands'), provider: name, identity: settings }),
  z.strictObject({
    operation: z.literal('test'), ...onCredential,
    reference: z.string().max(10_000).optional(), registered: z.array(z.unknown()).optional(), probe: z.boolean(), probeRefusal: z.string().max(1_000).optional(),
  }),
  z.strictObject({ operation: z.literal('list'), ...onCredential, prefix: z.string().max(1_000).optional(), limit: z.int().positive().max(10_000) }),
  z.strictObject({ operation: z.literal('check'), ...onCredential, reference: z.string().max(10_000), encoding: z.literal('base64').optional() }),
  z.strictObject({ operation: z.literal('resolve'), ...onCredential, references: z.array(z.string().max(10_000)).max(1_000) }),
  z.strictObject({ operation: z.literal('write'), ...onCredential, name, value: z.string().max(2 * 1024 * 1024) }),
  z.strictObject({ operation: z.literal('remove'), ...onCredential, name }),
]);

export type Order = z.infer<typeof orderSchema>;

/** How the process reaches its packages and the network. */
const surroundings = z.strictObject({
  packages: z.strictObject({ names: z.array(z.string().max(1_100)).max(50), directory: z.string().max(5_000) }),
  /** Given for a store whose address is free: nothing else is called. */
  listed: z.array(z.strictObject({ host: z.string().max(255), network: z.string().max(60) })).max(1_000).optional(),
  certificateAuthorities: z.array(z.string().max(2_000_000)).max(1_000),
  /** Leads to the local clouds; the production process does not look at it. */
  connection: z.unknown().optional(),
});

export type Surroundings = z.infer<typeof surroundings>;

/** From the server to the process. */
export const toProcessSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), call: number, order: orderSchema, surroundings }),
  z.strictObject({ type: z.literal('token'), call: number, question: number, token: z.string().max(16_384) }),
  z.strictObject({ type: z.literal('no-token'), call: number, question: number, message: z.string().max(2_000), hint: z.string().max(2_000) }),
  z.strictObject({ type: z.literal('abort'), call: number }),
  z.strictObject({ type: z.literal('ping'), ping: number }),
]);

export type MessageToHost = z.infer<typeof toProcessSchema>;

const questionSchema = z.strictObject({
  type: z.literal('question'), call: number, question: number,
  renew: z.boolean().optional(),
  /** Asks for a decoy. */
  decoy: z.strictObject({ audience: z.string().max(600), organization: z.string().max(36).optional() }).optional(),
});

export type Question = z.infer<typeof questionSchema>;

/** From the process to the server, which believes none of it without looking: items and failures have schemas of their own. */
export const fromProcessSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('pong'), ping: number }),
  questionSchema,
  z.strictObject({ type: z.literal('item'), call: number, item: z.unknown() }),
  z.strictObject({ type: z.literal('end'), call: number }),
  z.strictObject({ type: z.literal('failure'), call: number, failure: z.unknown() }),
]);

export type MessageFromHost = z.infer<typeof fromProcessSchema>;
