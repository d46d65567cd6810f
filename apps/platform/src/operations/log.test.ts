import { expect, test } from 'vitest';
import { PlatformError } from '../errors/platform-error.ts';
import { createLog } from './log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  write(createLog('info', { write: (line) => void (text += line) }));
  return text;
}

test('of a foreign error the text is not kept, which could quote a token; its kind and places are', () => {
  const error = Object.assign(new TypeError('canary eyJhbGciOi'), { code: 'ECONNREFUSED', config: { headers: { authorization: 'canary' } } });
  const text = logged((log) => log.error({ error }, 'failed'));
  expect(text).not.toContain('canary');
  expect(JSON.parse(text)).toMatchObject({ level: 'error', msg: 'failed', error: { kind: 'TypeError', code: 'ECONNREFUSED', at: expect.arrayContaining([expect.stringContaining('log.test.ts')]) } });
});

test('an error of ours keeps its code and sentence', () => {
  expect(JSON.parse(logged((log) => log.warn({ error: new PlatformError({ code: 'STORAGE_FULL' }) }, 'x')))).toMatchObject({ error: { code: 'STORAGE_FULL', message: expect.stringContaining('room') } });
});

test.each(['token', 'authorization', 'password', 'secret', 'value', 'databaseUrl'])('%s is redacted at every depth that is logged', (name) => {
  expect(logged((log) => log.info({ [name]: 'canary', a: { [name]: 'canary', b: { [name]: 'canary' } } }, 'x'))).not.toContain('canary');
});

test('a line feed in what is logged begins no line', () => {
  expect(logged((log) => log.info({ name: 'a\n{"level":"error"}' }, 'b\nc')).trimEnd().split('\n')).toHaveLength(1);
});
