import { z } from 'zod';
import { eventStream } from '../../http/event-stream.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { checkCredential } from '../credentials/credential-draft.ts';
import { configFor } from '../credentials/change-credential.ts';
import { newCredential } from '../credentials/credential-fields.ts';
import { loadedFrom } from '../credentials/loaded-credential.ts';
import { exampleId, exampleTime, uuid } from '../records/answer-schemas.ts';
import { readRow } from '../records/edited-record.ts';
import { newId } from '../../store/new-id.ts';
import type { ResourceParts } from '../resource-parts.ts';
import type { OrganizationSlots } from './organization-slots.ts';
import { requireUnderstood, whatAProbeLeaves } from './probe-rule.ts';
import { startTest } from './start-connection-test.ts';
import { keptTests } from './connection-test-history.ts';

const tag = 'Connection tests';
const collection = '/v1/organizations/{organization}/credentials';
const read = { to: 'organization', permission: 'secret_providers:read' } as const;
const manage = { to: 'organization', permission: 'secret_providers:manage' } as const;
const parameters = z.strictObject({ organization: z.uuid(), credential: z.uuid() });
const stream = { status: 200, contentType: 'text/event-stream' } as const;
const events = 'Events: `rung` for each step as it ends, then `result` with `status`, or `problem` where the test itself failed.';

const wanted = {
  reference: z.string().max(4_096).optional().describe('A secret to read too. Its value is not shown.'),
  registered: z.array(z.unknown()).max(20).optional().describe('What the cloud’s own list command printed, parsed.'),
  probe: z.boolean().optional().describe(`Also asks whether strangers are refused: ${whatAProbeLeaves}. Once for each version of a config, at most once an hour.`),
  probeUnderstood: z.boolean().optional().describe('Must be true for a probe.'),
  worker: uuid.optional().describe('A connected worker that does it in place of the platform; required where the store’s address is free.'),
  automation: uuid.optional().describe('Whose subject the token carries, where the config’s subject is an automation’s.'),
};
const rung = z.looseObject({ id: z.string(), title: z.string(), status: z.string(), durationMs: z.number(), message: z.string() });
const history = z.strictObject({ items: z.array(z.strictObject({ id: z.string(), at: z.string(), status: z.enum(['pass', 'warn', 'fail']), rungs: z.array(rung) })) });

/** Tests of what is saved and of what is not. */
export function testRoutes(parts: ResourceParts & { readonly slots: OrganizationSlots }): readonly Route[] {
  return [
    defineRoute({
      id: 'testCredential', method: 'post', path: `${collection}/{credential}/test`, access: read, tag, summary: 'Test the connection of a credential', description: events, parameters,
      body: z.strictObject(wanted).meta({ id: 'ConnectionTestRequest' }), example: { reference: 'database#password' }, largestBody: 1_048_576, answer: stream,
      async handle(call) {
        const { organization, actor, path, body } = call;
        requireUnderstood(body, body.worker);
        const row = await readRow(parts.store, 'credential', organization, path.credential);
        const loaded = await loadedFrom(parts, row);
        const source = await startTest(parts, { organization, actor, loaded, version: row.version, worker: body.worker, automation: body.automation, request: body }, call.signal);
        return { response: eventStream(call, source) };
      },
    }),
    defineRoute({
      id: 'testUnsavedCredential', method: 'post', path: `${collection}/test`, access: manage, tag, summary: 'Test a connection without saving it',
      description: `${events} With \`credential\`, its stored secrets are used where nothing that they were typed for is changed; else they must be typed here, too.`,
      body: newCredential.extend({ ...wanted, credential: uuid.optional() }).meta({ id: 'UnsavedConnectionTestRequest' }), example: { name: 'orders', provider: 'acme', method: 'workload-identity', store: { region: 'north' } }, largestBody: 1_048_576, answer: stream,
      async handle(call) {
        const { organization, actor, body: { reference, registered, probe, probeUnderstood, worker, automation, credential, ...draft } } = call;
        requireUnderstood({ probe, probeUnderstood }, worker);
        const context = { organization, id: newId(parts.randomBytes), config: await configFor(parts, organization, draft) };
        const checked = credential === undefined
          ? await checkCredential(parts, draft, context)
          : await checkCredential(parts, draft, { ...context, id: credential, previous: await readRow(parts.store, 'credential', organization, credential) });
        const source = await startTest(parts, { organization, actor, loaded: checked, version: undefined, worker, automation, request: { reference, registered, probe } }, call.signal);
        return { response: eventStream(call, source) };
      },
    }),
    defineRoute({
      id: 'listConnectionTests', method: 'get', path: `${collection}/{credential}/tests`, access: read, tag, summary: 'List the last 20 tests of a credential', parameters,
      answer: { status: 200, schema: history, example: { items: [{ id: exampleId, at: exampleTime, status: 'pass', rungs: [] }] } },
      async handle({ organization, path }) {
        await readRow(parts.store, 'credential', organization, path.credential);
        return { body: { items: await keptTests(parts, organization, path.credential) } };
      },
    }),
  ];
}
