import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { documentText, planned } from '../src/testing/planned.ts';
import { scenarios } from '../src/testing/scenarios.ts';

const folder = mkdtempSync(join(tmpdir(), 'carnet-witness-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// AWS's own linter, with the schemas of every resource type: once for all templates, as it takes long to read those.
test('G cfn-lint finds nothing in any template, and a property that no role has in one that is broken', () => {
  const templates = Object.entries(scenarios).map(([name, plan]) => [name, documentText(plan, 'cloudformation')] as const);
  const broken = documentText(planned(), 'cloudformation').replace('RoleName:', 'RoleNames:');
  for (const [name, text] of [...templates, ['broken', broken] as const]) writeFileSync(join(folder, `${name}.yaml`), text);
  const regions = [...new Set(Object.values(scenarios).map(({ identity }) => String(identity['region'])))];
  const { stdout } = spawnSync('cfn-lint', [`${folder}/*.yaml`, '--format', 'json', '--regions', ...regions], { encoding: 'utf8', env: { PATH: process.env['PATH'] } });
  const found = JSON.parse(stdout) as readonly { readonly Filename: string; readonly Message: string }[];
  expect(templates).not.toEqual([]);
  expect(new Set(found.map(({ Filename }) => Filename))).toEqual(new Set([join(folder, 'broken.yaml')]));
  expect(found.map(({ Message }) => Message).join()).toContain('RoleNames');
});
