import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { configEntry, printEntry } from '../index.ts';
import { sampleManifest as manifest, samplePlan } from '../testing/sample-plan.ts';

const outputs = { tenantId: '0f4a1c52-9c1a-4a0e-8a57-3b1e7c1d2f60', clientId: '7b0d7c3e-53b8-4c7e-9d43-0f1c9a3f2b11' };

test('G the outputs become a workload identity config, a credential and a variable', () => {
  const entry = configEntry(samplePlan(), outputs, { manifest, name: 'acme-prod', secrets: ['openai-api-key', 'other'], write: true });
  expect(entry).toEqual({
    workloadIdentities: { 'acme-prod': { kind: 'acme', ...outputs } },
    credentials: { 'acme-prod': { provider: 'acme', identity: 'acme-prod', writable: true, store: { safe: 'main' } } },
    variables: { OPENAI_API_KEY: { credential: 'acme-prod', secret: 'openai-api-key' } },
  });
  expect(printEntry(entry)).toBe(`  workloadIdentities: {
    'acme-prod': { kind: 'acme', tenantId: '${outputs.tenantId}', clientId: '${outputs.clientId}' },
  },
  credentials: {
    'acme-prod': { provider: 'acme', identity: 'acme-prod', writable: true, store: { safe: 'main' } },
  },
  variables: {
    OPENAI_API_KEY: { credential: 'acme-prod', secret: 'openai-api-key' },
  },
`);
});

test('G without a name, a secret or a store it is the shortest that works', () => {
  expect(configEntry(samplePlan({ store: {} }), outputs, { manifest })).toEqual({
    workloadIdentities: { acme: { kind: 'acme', ...outputs } },
    credentials: { acme: { provider: 'acme', identity: 'acme' } },
    variables: { API_KEY: { credential: 'acme', secret: 'api-key' } },
  });
});

test.each([['prod/db#1', { PROD_DB_1: { credential: 'acme', secret: 'prod/db%231' } }], ['2fa', { SECRET_2FA: { credential: 'acme', secret: '2fa' } }], ['…', { SECRET: { credential: 'acme', secret: '…' } }]])('the secret %s is a variable with a name that a shell knows', (secret, variables) => {
  expect(configEntry(samplePlan(), outputs, { manifest, secrets: [secret] }).variables).toEqual(variables);
});

test('G an output that its field does not take is INPUT_INVALID, and is not repeated', () => {
  const wrong = { ...outputs, clientId: 'canary' };
  expect(() => configEntry(samplePlan(), wrong, { manifest })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', message: 'What the set-up printed does not fit: clientId must be a uuid.' }));
});

test('G an output is filled in once: what it holds is text', () => {
  const plan = samplePlan({ identity: { ...outputs }, store: { safe: 'at {tenantId} of {unknown}' } });
  expect(configEntry(plan, { tenantId: '{clientId}', clientId: 'x' }, { manifest }).credentials).toEqual({ acme: { provider: 'acme', identity: 'acme', store: { safe: 'at {clientId} of {unknown}' } } });
});

test.each(["it's \\ \u2028 \n $" + '{x}', '\u202e', '\u009b2J', '\u{1f511}', '\t', "'); process.exit() //"])('whatever is in a value, %j, the text is one string of TypeScript and hides nothing', (safe) => {
  const [, literal = ''] = /store: \{ safe: (.*) \} \}/.exec(printEntry(configEntry(samplePlan({ store: { safe } }), outputs, { manifest }))) ?? [];
  expect(runInNewContext(literal)).toBe(safe);
  expect(literal).toMatch(/^(?:'[^'\\]*'|"(?:[^"\\]|\\.)*")$/);
  expect(literal).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202e]/u);
});

test.each(['acme-prod', '__proto__', "it's", 'constructor', '\u202e', ''])('whatever it is called, %j, what is printed reads back as the entry', (name) => {
  const entry = configEntry(samplePlan(), outputs, { manifest, name });
  expect(runInNewContext(`JSON.stringify({\n${printEntry(entry)}})`)).toBe(JSON.stringify(entry));
});
