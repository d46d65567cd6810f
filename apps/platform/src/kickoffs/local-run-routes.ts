import { z } from 'zod';
import { bearerTokenOf } from '../http/bearer-token.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { localResult, localTokenRequest, subjectTokenAnswer } from '../worker-protocol/worker-schemas.ts';
import { personOf } from './callers.ts';
import { finishLocalRun } from './finish-local-run.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { exampleId } from './kickoff-schemas.ts';
import { handOverLocalToken, startLocalRun, type LocalRun } from './local-runs.ts';

const tag = 'Local runs';
const parameters = z.strictObject({ run: z.uuid() });
const settings = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const localRun: z.ZodType<LocalRun> = z.strictObject({
  runId: z.string(), token: z.string().describe('Shown once. It opens this run alone.'), expiresAt: z.string().describe('Until when it gives subject tokens.'), automation: z.strictObject({ id: z.string(), name: z.string() }),
  command: z.array(z.string()), timeoutSeconds: z.int(), providers: z.array(z.strictObject({ id: z.string(), package: z.string().nullable() })),
  workloadIdentities: z.record(z.string(), z.strictObject({ name: z.string(), kind: z.string(), settings, version: z.int(), subject: z.string() })),
  credentials: z.record(z.string(), z.strictObject({ name: z.string(), provider: z.string(), workloadIdentity: z.string(), store: settings })),
  variables: z.array(z.strictObject({
    name: z.string(), path: z.literal('workload-identity'), credential: z.string(), reference: z.string(), optional: z.boolean(), allow: z.boolean(), as: z.enum(['environment', 'file']), encoding: z.enum(['utf8', 'base64']),
  })),
  fingerprintKeys: z.record(z.string(), z.string()), skipped: z.array(z.strictObject({ name: z.string(), reason: z.string() })),
}).meta({ id: 'LocalRun' });

const example: LocalRun = {
  runId: exampleId, token: `carnet_run_${'A'.repeat(43)}`, expiresAt: '2026-11-22T13:00:00.000Z', automation: { id: exampleId, name: 'nightly import' }, command: ['node', 'import.js'], timeoutSeconds: 3_600,
  providers: [{ id: 'acme', package: 'carnet-provider-acme' }], workloadIdentities: { [exampleId]: { name: 'acme-prod', kind: 'acme', settings: { tenant: 'one' }, version: 1, subject: `organization:${exampleId}` } },
  credentials: { [exampleId]: { name: 'vault', provider: 'acme', workloadIdentity: exampleId, store: { vault: 'one' } } },
  variables: [{ name: 'API_KEY', path: 'workload-identity', credential: exampleId, reference: 'api-key', optional: false, allow: false, as: 'environment', encoding: 'utf8' }],
  fingerprintKeys: { API_KEY: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }, skipped: [{ name: 'MODE', reason: 'A direct value is opened for a worker that runs a kickoff, and for nobody else: set it yourself.' }],
};

/** The run's own token is no principal: the two routes that take it look at it themselves. */
export function localRunRoutes(parts: KickoffParts): readonly Route[] {
  return [
    defineRoute({
      id: 'createLocalRun', method: 'post', path: '/v1/organizations/{organization}/automations/{automation}/local-runs', access: { to: 'organization', permission: 'automations:run_locally' }, tag, summary: 'Begin a run on one\'s own machine',
      description: 'Recorded like a kickoff. Only a person may begin one. Its variables are those of workload identity; what it skips is listed.', parameters: z.strictObject({ organization: z.uuid(), automation: z.uuid() }),
      answer: { status: 201, schema: localRun, example },
      async handle({ organization, path, principal, actor }) {
        const run = await startLocalRun(parts, organization, path.automation, personOf(principal), actor);
        return { status: 201, location: `/v1/organizations/${organization}/kickoffs/${run.runId}`, body: run };
      },
    }),
    defineRoute({
      id: 'createLocalRunSubjectToken', method: 'post', path: '/v1/local-runs/{run}/subject-tokens', access: { to: 'public' }, tag, summary: 'Get a subject token for a local run', description: 'With the run\'s token, within an hour of its beginning. It lives five minutes.', parameters,
      body: localTokenRequest, example: { workloadIdentity: exampleId }, answer: { status: 201, schema: subjectTokenAnswer, example: { token: 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln', expiresAt: 1_795_349_100_000 } },
      async handle({ path, body, request, requestId, actor, signal }) {
        return { status: 201, body: await handOverLocalToken(parts, path.run, bearerTokenOf(request), body, { requestId, address: actor.address }, signal) };
      },
    }),
    defineRoute({
      id: 'reportLocalRun', method: 'post', path: '/v1/local-runs/{run}/result', access: { to: 'public' }, tag, summary: 'Report how a local run ended', description: 'With the run\'s token, within a day of its beginning.', parameters, largestBody: 1024 * 1024,
      body: localResult, example: { outcome: 'succeeded', exitCode: 0 }, answer: { status: 204 },
      async handle({ path, body, request, requestId, actor }) {
        await finishLocalRun(parts, path.run, bearerTokenOf(request), body, { requestId, address: actor.address });
        return { status: 204 };
      },
    }),
  ];
}
