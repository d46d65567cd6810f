import { z } from 'zod';
import type { ClaimAnswer } from '../worker-protocol/protocol.ts';

// Ids are UUIDs, so that no name such as `__proto__` is a key of what follows from them.
const id = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const text = (most: number) => z.string().max(most);
const name = text(255).min(1).refine((value) => value !== '__proto__');
const variableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,254}$/).refine((value) => value !== '__proto__');
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/).max(4 * 1024 * 1024);
const settings = z.record(name, z.union([z.string(), z.number(), z.boolean()]));
const period = z.number().int().min(100).max(3_600_000);

const variable = z.object({ name: variableName, allow: z.boolean(), as: z.enum(['environment', 'file']), encoding: z.enum(['utf8', 'base64']) });
const job = z.object({
  kickoffId: id,
  fence: z.number().int().min(0),
  leaseMs: period,
  heartbeatMs: period,
  automation: z.object({ id, name: text(1_000) }),
  deployment: z.object({ id, number: z.number().int() }),
  command: z.array(text(128 * 1024)).min(1).max(10_000),
  inputs: text(1024 * 1024),
  timeoutSeconds: z.number().int().min(1).max(7 * 86_400),
  requiredWorkerVersion: text(100).optional(),
  workloadIdentities: z.record(id, z.object({ name: text(1_000), kind: name, settings, version: z.number().int(), subject: text(1_000), issuer: text(2_000).optional() })),
  credentials: z.record(id, z.object({ name, provider: name, workloadIdentity: id, store: settings })),
  variables: z.array(z.union([
    variable.extend({ path: z.literal('workload-identity'), credential: id, reference: text(4_096), optional: z.boolean() }),
    variable.extend({ path: z.enum(['static', 'direct']), value: base64, fingerprint: text(100), version: text(1_000).nullable(), credential: id.nullable(), masked: z.boolean() }),
  ])).max(10_000),
  fingerprintKeys: z.record(variableName, base64),
  logLimitBytes: z.number().int().min(0).max(1024 ** 3),
});
const task = z.object({
  taskId: id, organizationId: id, operation: z.enum(['test', 'list', 'check', 'resolve', 'write', 'remove']),
  credential: z.unknown(), request: z.unknown(), fingerprintKey: base64, deadlineMs: z.number().int().min(1).max(600_000),
});
const claim = z.union([z.object({ type: z.literal('kickoff'), job }), z.object({ type: z.literal('task'), task })]);

/** What can still be refused by name. */
const refusable = z.object({ type: z.literal('kickoff'), job: z.object({ kickoffId: id, fence: z.number().int().min(0) }) });

export type ReadClaim = { readonly ok: true; readonly claim: ClaimAnswer } | { readonly ok: false; readonly problem: string; readonly refuse?: { readonly kickoffId: string; readonly fence: number } | undefined };

/** Takes what the platform handed out, field by field: nothing that is not known goes on. Of what is wrong, only the place is told. */
export function readClaim(body: unknown): ReadClaim {
  const read = claim.safeParse(body);
  if (read.success) {
    const problem = read.data.type === 'kickoff' ? contradiction(read.data.job) : undefined;
    if (problem === undefined) return { ok: true, claim: read.data as ClaimAnswer };
    return { ok: false, problem, refuse: read.data.type === 'kickoff' ? read.data.job : undefined };
  }
  const refuse = refusable.safeParse(body);
  const places = refuse.success ? job.safeParse((body as { readonly job: unknown }).job).error?.issues.map(({ path }) => path.map(String).join('.')) : undefined;
  return {
    ok: false,
    problem: `The job is not of the form that this worker knows${places === undefined ? '' : ` (${[...new Set(places)].slice(0, 5).join(', ').slice(0, 200)})`}.`,
    refuse: refuse.success ? refuse.data.job : undefined,
  };
}

/** Names of what is not there, or of two things at once. */
function contradiction({ workloadIdentities, credentials, variables, inputs, fingerprintKeys }: z.infer<typeof job>): string | undefined {
  const names = Object.values(credentials).map((credential) => credential.name);
  if (new Set(names).size !== names.length) return 'Two credentials of the job have one name.';
  if (Object.values(credentials).some(({ workloadIdentity }) => !Object.hasOwn(workloadIdentities, workloadIdentity))) return 'A credential of the job names a workload identity config that is not in it.';
  for (const each of variables) {
    if (each.path !== 'workload-identity') continue;
    if (!Object.hasOwn(credentials, each.credential)) return `The variable ${each.name} names a credential that is not in the job.`;
    if (!Object.hasOwn(fingerprintKeys, each.name)) return `The variable ${each.name} has no key for its fingerprint.`;
  }
  try {
    JSON.parse(inputs);
  } catch {
    return 'The inputs of the job are no JSON.';
  }
  return undefined;
}
