import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { fieldProblems } from '../http/field-problems.ts';
import { describedRoutes } from '../server/described-routes.ts';
import { openApiDocument } from './document.ts';

const routes = describedRoutes();
const app = fileURLToPath(new URL('../..', import.meta.url));

test('openapi.json is what the routes say', async () => {
  expect(JSON.parse(await readFile(`${app}openapi.json`, 'utf8'))).toEqual(JSON.parse(JSON.stringify(openApiDocument(routes))));
});

test('the document is linted, its examples with it', async () => {
  const command = fileURLToPath(import.meta.resolve('@redocly/cli/package.json')).replace(/package\.json$/, 'bin/cli.js');
  const environment = { PATH: process.env['PATH'], HOME: process.env['HOME'], REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: 'true' };
  const { stderr } = await promisify(execFile)(process.execPath, [command, 'lint', 'openapi.json', '--config', 'redocly.yaml'], { cwd: app, env: environment }).catch((error: { stdout: string; stderr: string }) => { throw new Error(error.stdout + error.stderr); });
  expect(stderr).toContain('Your API description is valid');
}, 60_000);

test.each(routes.map((route) => [route.id, route] as const))('%s has a summary, a tag, an access, and examples that its schemas take', (_, { id, summary, tag, access, body, lines, example, answer, path }) => {
  expect(id).toMatch(/^[a-z][a-zA-Z]+$/);
  expect(summary).toMatch(/^[A-Z].*[^.]$/);
  expect(tag).not.toBe('');
  expect(access.to).toBeTypeOf('string');
  expect(path).toMatch(/^\/(?:v1\/|docs$|openapi\.json$)/);
  const sent = body ?? lines;
  if (sent) expect(sent.safeParse(example).error?.issues ?? []).toEqual([]);
  expect(answer).toBeDefined();
  if (answer?.status !== 204 && (answer?.contentType ?? 'application/json') === 'application/json') {
    expect(answer?.example).toBeDefined();
    if (answer?.schema) {
      const parsed = answer.schema.safeParse(answer.example);
      expect(parsed.error?.issues ?? []).toEqual([]);
      // What an example has beyond its schema would be a field that nobody described.
      expect(JSON.parse(JSON.stringify(parsed.data))).toEqual(JSON.parse(JSON.stringify(answer.example)));
    }
  }
});

const bodies = routes.flatMap(({ id, body, lines, example }) => (body ?? lines ? [[id, body ?? lines, example] as const] : []));

test.each(bodies)('61 %s takes no field that it does not know, at any depth that is not free', (_, schema, example) => {
  for (const field of ['id', 'organizationId', 'organization_id', 'createdBy', 'version', 'role', 'isAdmin', 'unheardOf']) {
    const given = { ...example as object, [field]: 'x' };
    const known = Object.hasOwn(example as object, field);
    const error = schema?.safeParse(given).error;
    if (known) continue;
    expect(error, field).toBeDefined();
    expect(error && fieldProblems(error).map((problem) => problem.field)).toContain(field);
  }
});
