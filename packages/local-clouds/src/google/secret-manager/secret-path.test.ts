import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GoogleRefusal } from '../google-refusal.ts';
import { matchesFilter } from './list-filter.ts';
import { parseSecretPath } from './secret-path.ts';

function orRefusal<Value>(perform: () => Value): Value | 'refused' {
  try {
    return perform();
  } catch (error) {
    if (error instanceof GoogleRefusal) return 'refused';
    throw error;
  }
}

const segment = fc.oneof(
  fc.constantFrom('projects', 'locations', 'secrets', 'versions', 'orders-project', 'database', '1', 'latest', '..', '.', '%2f', '%2e%2e', '%', '', ':access', '1:access'),
  fc.string(),
);

test('a path names one secret by a legal name, or is refused', () => {
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 8 }), (segments) => {
      const path = orRefusal(() => parseSecretPath(`/v1/projects/${segments.join('/')}`, undefined));
      if (path === 'refused') return;
      expect(path.resource).toBe([`projects/${path.project}`, ...(path.secret === '' ? [] : [`secrets/${path.secret}`]), ...(path.version === '' ? [] : [`versions/${path.version}`])].join('/'));
      expect(path.secret).toMatch(/^[A-Za-z0-9_-]{0,255}$/);
      expect([path.project, path.version].join('')).not.toContain('/');
    }),
    { numRuns: 2000 },
  );
});

test('a well-formed path is read back as it was written', () => {
  expect(parseSecretPath('/v1/projects/p/locations/europe-west3/secrets/s/versions/2:access', 'europe-west3')).toEqual({
    kind: 'version', verb: 'access', project: 'p', location: 'europe-west3', secret: 's', version: '2', resource: 'projects/p/locations/europe-west3/secrets/s/versions/2',
  });
});

test('a filter holds, does not hold, or is refused', () => {
  const word = fc.constantFrom('AND', 'OR', 'NOT', 'name:a', 'name=a', '-name:a', 'labels.team=x', '"', '\\', '(', 'state:ENABLED', 'toString:a');
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string()), { maxLength: 10 }), (words) => {
      expect([true, false, 'refused']).toContain(orRefusal(() => matchesFilter(words.join(' '), { name: ['a'], 'labels.team': ['x'] })));
    }),
    { numRuns: 2000 },
  );
});
