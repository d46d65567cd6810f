import fc from 'fast-check';
import { expect, test } from 'vitest';
import { namesOf } from './names.ts';
import { reservedIds } from './reserved-ids.ts';

const code = (run: () => unknown): unknown => {
  try {
    run();
    return 'accepted';
  } catch (error) {
    return (error as { code: unknown }).code;
  }
};

test('a name is spelled in every way that the package needs', () => {
  expect(namesOf({ id: 'my-2nd-safe' })).toEqual({
    id: 'my-2nd-safe', title: 'My 2nd Safe', pascal: 'My2ndSafe', camel: 'my2ndSafe', constant: 'MY_2ND_SAFE',
    folder: 'carnet-provider-my-2nd-safe', packageName: 'carnet-provider-my-2nd-safe', repository: 'my-2nd-safe/carnet-provider-my-2nd-safe',
  });
  expect(namesOf({ id: 'acme', scope: '@acme-labs' })).toMatchObject({ packageName: '@acme-labs/carnet-provider-acme', repository: 'acme-labs/carnet-provider-acme' });
  expect(namesOf({ id: 'acme', scope: '@acme', repository: 'Labs/stores.acme' })).toMatchObject({ repository: 'Labs/stores.acme' });
});

test.each([
  ['nothing', ''], ['a path', '../acme'], ['an absolute path', '/acme'], ['a path of Windows', 'a\\b'], ['a hidden file', '.acme'], ['a scope', '@acme/acme'],
  ['upper case', 'Acme'], ['a digit in front', '2acme'], ['a hyphen in front', '-acme'], ['an underscore', 'my_safe'], ['a space', 'my safe'],
  ['a line break at its end', 'acme\n'], ['a quote', "acme'"], ['a template', 'a${b}'], ['another alphabet', 'асme'], ['41 characters', 'a'.repeat(41)],
])('an id that is %s is refused', (_, id) => {
  expect(code(() => namesOf({ id }))).toBe('ID_INVALID');
});

test.each(['azure', 'aws', 'gcp', 'vault', 'memory', 'carnet', 'class', 'default', 'constructor', 'xn--acme', 'abort', 'abort-', 'shared--exchange'])('the id %s is taken', (id) => {
  expect(code(() => namesOf({ id }))).toBe('ID_RESERVED');
});

test.each(['acme', '@', '@Acme', '@acme/', '@acme/x', '@.acme', '@..', '@acme.', '@a b', "@a'b", '@acme\n', `@${'a'.repeat(60)}`])('the scope %j is refused', (scope) => {
  expect(code(() => namesOf({ id: 'acme', scope }))).toBe('SCOPE_INVALID');
});

test.each(['acme', 'acme/', '/acme', 'a/b/c', 'acme/..', '../acme', 'acme/x y', 'acme/x"', '-a/b', 'acme/x\n', 'https://github.com/acme/x'])('the repository %j is refused', (repository) => {
  expect(code(() => namesOf({ id: 'acme', repository }))).toBe('REPOSITORY_INVALID');
});

test('a refusal shows what was typed in a way that cannot steer a terminal', () => {
  expect(() => namesOf({ id: '\u001b[2Jacme\u202e' })).toThrow('"\\u001b[2Jacme?" cannot be the id of a provider.');
});

const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[a-zA-Z0-9@./_-]{0,45}$/), fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/));

test('whatever is typed: what is accepted consists of letters, digits and what npm and GitHub allow in a name', () => {
  fc.assert(fc.property(anyText, fc.option(anyText, { nil: undefined }), fc.option(anyText, { nil: undefined }), (id, scope, repository) => {
    let names;
    try {
      names = namesOf({ id, scope, repository });
    } catch {
      return;
    }
    expect(names.id).toMatch(/^[a-z][a-z0-9-]{0,39}$/);
    expect(names.title).toMatch(/^[A-Z][A-Za-z0-9]*(?: [A-Za-z0-9]+)*$/);
    expect(names.pascal).toMatch(/^[A-Z][A-Za-z0-9]*$/);
    expect(names.camel).toMatch(/^[a-z][A-Za-z0-9]*$/);
    expect(names.constant).toMatch(/^[A-Z][A-Z0-9_]*$/);
    expect(names.packageName).toMatch(/^(?:@[a-z0-9][a-z0-9._-]*\/)?carnet-provider-[a-z][a-z0-9-]*$/);
    expect(names.repository).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*\/[A-Za-z0-9_-][A-Za-z0-9._-]*$/);
  }), { numRuns: 2_000 });
});

test('every id of the form that is not taken is accepted', () => {
  fc.assert(fc.property(fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/), (id) => {
    fc.pre(!reservedIds.has(id.split('-').filter((word) => word !== '').join('-')) && !id.startsWith('xn--'));
    expect(namesOf({ id }).id).toBe(id);
  }));
});
