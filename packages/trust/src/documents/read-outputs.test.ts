import { describe, expect, it } from 'vitest';
import { readOutputs } from '../index.ts';
import { samplePlan } from '../testing/sample-plan.ts';

const tenantId = '0f4a1c52-9c1a-4a0e-8a57-3b1e7c1d2f60';
const clientId = '7b0d7c3e-53b8-4c7e-9d43-0f1c9a3f2b11';
const outputs = { tenantId, clientId };
const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

describe('G what a set-up printed is read', () => {
  it.each([
    ['the line of the script', JSON.stringify(outputs)],
    ['the line of the script among noise', `WARNING: {preview}\n[1/3] Creating { a client\nDone.\n${JSON.stringify(outputs)}\nBye {\n`],
    ['terraform output -json', json({ carnet: { sensitive: false, type: ['object', { clientId: 'string' }], value: outputs } })],
    ['terraform output -json, an output each', json({ clientId: { type: 'string', value: clientId }, tenantId: { type: 'string', value: tenantId } })],
    ['a deployment', json({ id: '/subscriptions/1', properties: { outputs: { carnet: { type: 'Object', value: outputs } }, parameters: { name: { type: 'String', value: 'carnet' } } } })],
    ['the stacks of a description', json({ Stacks: [{ StackName: 'carnet', Outputs: [{ OutputKey: 'tenantId', OutputValue: tenantId }, { OutputKey: 'clientId', OutputValue: clientId, Description: 'The client' }] }] })],
    ['two commands one after the other', `${json({ appId: clientId, displayName: 'carnet' })}\n${json([{ tenant: tenantId, isDefault: true }])}\n`],
    ['two documents on one line', `${JSON.stringify({ appId: clientId })} ${JSON.stringify({ tenant: tenantId })}`],
    ['a path of members', json({ Client: { Id: clientId, Name: 'carnet' }, tenantId })],
    ['line ends of Windows, and a byte order mark', `\uFEFF\r\n${json(outputs).replaceAll('\n', '\r\n')}\r\n`],
    ['the same value twice', `${JSON.stringify(outputs)}\n${JSON.stringify(outputs)}\n`],
    ['brackets in strings', json({ note: '}{"clientId":"wrong"', quote: String.raw`\"}`, ...outputs })],
  ])('%s', (_, text) => {
    expect(readOutputs(text, samplePlan())).toEqual(outputs);
  });

  it('the own name of an output comes before its other names', () => {
    expect(readOutputs(json({ ...outputs, appId: 'another' }), samplePlan())).toEqual(outputs);
  });
});

describe('G what cannot be that is INPUT_INVALID with a sentence', () => {
  it.each([
    ['nothing', '', 'The text holds no JSON, and so not tenantId and clientId.'],
    ['words', 'ERROR: you are not signed in\n', 'The text holds no JSON, and so not tenantId and clientId.'],
    ['one of two', json({ tenantId }), 'The text does not say clientId or appId or Client.Id.'],
    ['two values', `${json(outputs)}\n${json({ clientId: tenantId })}`, 'The text has two values for clientId.'],
    ['an empty value', json({ tenantId, clientId: '' }), 'The text has something for clientId that it cannot be.'],
    ['no text', json({ tenantId, clientId: null }), 'The text has something for clientId that it cannot be.'],
    ['a value of several lines', json({ tenantId, clientId: 'a\nb' }), 'The text has something for clientId that it cannot be.'],
    ['a value without end', json({ tenantId, clientId: 'a'.repeat(2_049) }), 'The text has something for clientId that it cannot be.'],
    ['a text without end', ' '.repeat(1_048_577), 'The text is too long to be what a set-up printed.'],
  ])('%s', (_, text, message) => {
    expect(() => readOutputs(text, samplePlan())).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', message }));
  });

  it('in no time, whatever the noise', () => {
    const startedAt = performance.now();
    for (const noise of ['{\n', '[{"', '{"a":"\n', '{}', '[]\n', '"\\']) expect(() => readOutputs(noise.repeat(1_000_000 / noise.length), samplePlan())).toThrow('clientId');
    expect(() => readOutputs('['.repeat(1_000_000), samplePlan())).toThrow('clientId');
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });
});
