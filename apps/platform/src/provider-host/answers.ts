import { errorCodes, type Diagnosis, type TrustPlan } from '@carnet/provider';
import { rungTitles, type Rung, type RungId } from '@carnet/trust';
import { z } from 'zod';
import type { HostedFailure, HostedSecretName, HostedValue, ReadSummary } from './provider-host.ts';

// Foreign code may have written any of it: one line each, or lines where the text is a document.
const line = (longest: number): z.ZodType<string> => z.string().max(longest).transform((text) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').toWellFormed());
const lines = (longest: number): z.ZodType<string> => z.string().max(longest).transform((text) => text.replace(/[^\P{Cc}\n\t]+/gu, ' ').toWellFormed());
const texts = z.record(z.string().max(200), line(10_000)).refine((record) => Object.keys(record).length <= 50);
const code = z.enum(Object.keys(errorCodes) as [keyof typeof errorCodes]);
const time = z.number().nonnegative().max(8.64e15);
const duration = z.number().nonnegative().max(86_400_000);
const fingerprint = z.string().regex(/^hmac:[0-9a-f]{12}$/);
const version = line(2_048);

const diagnosis = z.object({ cause: line(10_000), cure: line(10_000), command: lines(10_000).optional(), sent: texts.optional(), severity: z.enum(['error', 'warning']) });

const failure = z.object({ code, message: line(20_000), hint: line(10_000), retryable: z.boolean(), diagnosis: diagnosis.optional() });

const summary = z.object({ fingerprint, version, notAfter: time.optional(), durationMs: duration });

const rung = z.object({
  id: z.enum(Object.keys(rungTitles) as [RungId]),
  status: z.enum(['pass', 'fail', 'warn', 'skip', 'unproven']),
  durationMs: duration,
  message: line(10_000),
  reference: line(10_000).optional(),
  sent: texts.optional(),
  expected: texts.optional(),
  difference: z.object({
    value: z.enum(['issuer', 'subject', 'audience']), registration: line(2_000), ours: line(5_000), theirs: line(5_000), position: z.number(), column: z.number(), sentence: line(10_000),
  }).optional(),
  error: z.object({ code, message: line(20_000), cloudCode: line(200).optional(), cloudMessage: line(2_000).optional(), requestId: line(200).optional() }).optional(),
  diagnosis: diagnosis.omit({ sent: true }).optional(),
  commands: z.array(lines(10_000)).max(50).optional(),
});

const described = z.object({
  manifest: z.record(z.string(), z.unknown()),
  package: z.string().max(214).optional(),
  version: z.string().regex(/^[0-9A-Za-z.+-]{1,64}$/).optional().catch(undefined),
  capabilities: z.object({ list: z.boolean(), write: z.boolean(), remove: z.boolean(), trust: z.boolean() }),
});

const step = z.object({ title: line(2_000), why: line(10_000).optional(), text: lines(100_000) });
const settings = z.record(z.string().max(200), z.union([lines(65_536), z.number(), z.boolean()]));

const trustPlan = z.object({
  audience: line(2_000),
  resources: z.array(z.looseObject({ type: line(200) })).max(200),
  documents: z.array(z.object({ format: line(200), language: z.enum(['shell', 'hcl', 'bicep', 'yaml', 'steps']), setUp: z.array(step).max(200), tearDown: z.array(step).max(200) })).max(50),
  outputs: z.record(z.string().max(200), z.array(line(200)).max(50)),
  identity: settings,
  store: settings,
  notes: z.array(line(10_000)).max(200),
});

const problems = z.array(z.object({ field: line(300), message: line(10_000) })).max(1_000);
const listed = z.object({
  names: z.array(z.object({ name: z.string().min(1).max(2_048), enabled: z.boolean().optional(), expiresAt: time.optional() })).max(10_000),
  truncated: z.boolean(),
});
// Of 1 MiB at most.
const value = summary.extend({ value: z.base64().max(Math.ceil((1024 * 1024) / 3) * 4) });
const outcome = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), value }), z.object({ ok: z.literal(false), failure })]);

const docsUrl = (of: string): string => `https://carnet.dev/errors/${of}`;

export type Described = z.infer<typeof described>;
export type HostedOutcome = { readonly ok: true; readonly value: HostedValue } | { readonly ok: false; readonly failure: HostedFailure };

/** @throws ZodError where it is not of the shape; so do all that follow */
export function readFailure(input: unknown): HostedFailure {
  return withPage(failure.parse(input));
}

export function readRung(input: unknown): Rung {
  const { error, diagnosis: cure, ...rest } = rung.parse(input);
  return { ...rest, title: rungTitles[rest.id], ...(error && { error: { ...error, docsUrl: docsUrl(error.code) } }), ...(cure && { diagnosis: cure as Omit<Diagnosis, 'sent'> }) };
}

export function readOutcome(input: unknown): HostedOutcome {
  const read = outcome.parse(input);
  return read.ok ? read : { ok: false, failure: withPage(read.failure) };
}

export function readDescribed(input: unknown): Described {
  return described.parse(input);
}

export function readTrustPlan(input: unknown): TrustPlan {
  return trustPlan.parse(input) as TrustPlan;
}

export function readProblems(input: unknown): readonly { readonly field: string; readonly message: string }[] {
  return problems.parse(input);
}

export function readListed(input: unknown): { readonly names: readonly HostedSecretName[]; readonly truncated: boolean } {
  return listed.parse(input);
}

export function readSummary(input: unknown): ReadSummary {
  return summary.parse(input);
}

export function readWritten(input: unknown): { readonly version: string; readonly fingerprint: string } {
  return z.object({ version, fingerprint }).parse(input);
}

export function readCommands(input: unknown): readonly string[] {
  return z.array(lines(10_000)).max(50).parse(input);
}

function withPage(read: z.infer<typeof failure>): HostedFailure {
  const { diagnosis: cure, ...rest } = read;
  return { ...rest, docsUrl: docsUrl(rest.code), ...(cure && { diagnosis: cure as Diagnosis }) };
}
