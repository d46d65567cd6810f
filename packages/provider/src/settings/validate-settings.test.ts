import fc from 'fast-check';
import { expect, test } from 'vitest';
import { validateSettings, type SettingsSchema } from '../index.ts';

const schema: SettingsSchema = {
  type: 'object',
  properties: {
    region: { type: 'string', pattern: '^[a-z]{2}-[a-z]+-[0-9]$', maxLength: 30 },
    tenant: { type: 'string', format: 'uuid' },
    attempts: { type: 'integer', minimum: 1, maximum: 5, default: 3 },
    cloud: { type: 'string', enum: ['public', 'china'], default: 'public' },
    partner: { type: 'string', minLength: 1, 'x-carnet': { label: 'Partner', showWhen: { field: 'cloud', equals: 'china' } } },
  },
  required: ['region', 'partner'],
};
const problemsOf = (input: unknown): readonly string[] => {
  const result = validateSettings(schema, input);
  return result.ok ? [] : result.problems.map(({ field, problem }) => `${field} ${problem}`);
};

test('a value of the wrong form is told with the help of the field where there is one', () => {
  const url = { type: 'string', pattern: '^https$', maxLength: 9, 'x-carnet': { label: 'URL', help: 'As the portal shows it.' } } as const;
  expect(validateSettings({ type: 'object', properties: { url } }, { url: 'x' })).toMatchObject({ problems: [{ problem: 'does not have the right form (As the portal shows it)' }] });
});

test('defaults are filled in, and a hidden field is neither required nor kept', () => {
  const result = validateSettings(schema, { region: 'eu-west-1' });
  expect(result).toEqual({ ok: true, settings: expect.objectContaining({ region: 'eu-west-1', attempts: 3, cloud: 'public' }) as unknown });
  expect(problemsOf({ region: 'eu-west-1', cloud: 'china' })).toEqual(['partner is required']);
});

test.each([
  [{ region: 'EU' }, 'region must match ^[a-z]{2}-[a-z]+-[0-9]$'],
  [{ region: 'eu-west-1\n' }, 'region must match ^[a-z]{2}-[a-z]+-[0-9]$'],
  [{ region: 'x'.repeat(31) }, 'region must have at most 30 characters'],
  [{ region: 1 }, 'region must be text'],
  [{ region: 'eu-west-1', tenant: 'common' }, 'tenant must be a uuid'],
  [{ region: 'eu-west-1', attempts: 1.5 }, 'attempts must be a whole number'],
  [{ region: 'eu-west-1', attempts: 6 }, 'attempts must be at most 5'],
  [{ region: 'eu-west-1', cloud: 'moon' }, 'cloud must be one of public, china'],
  [{}, 'region is required'],
  [{ region: 'eu-west-1', colour: 'red' }, 'colour is not a field of this provider'],
  [[], ' must be an object'],
  [null, ' must be an object'],
])('%j: %s', (input, problem) => {
  expect(problemsOf(input)).toContain(problem);
});

test('keys that are members of Object are refused like any unknown field and pollute nothing', () => {
  const input: unknown = JSON.parse('{"region":"eu-west-1","__proto__":{"polluted":true},"constructor":"x"}');
  expect(problemsOf(input)).toEqual(['__proto__ is not a field of this provider', 'constructor is not a field of this provider']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('a problem never holds the value', () => {
  fc.assert(fc.property(fc.string({ minLength: 12 }).map((text) => `canary-${text}`), (value) => {
    expect(problemsOf({ region: value, tenant: value, cloud: value }).join()).not.toContain('canary');
  }));
});
