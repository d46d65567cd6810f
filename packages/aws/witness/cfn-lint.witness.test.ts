import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { documentText, planned } from '../src/testing/planned.ts';
import { scenarios } from '../src/testing/scenarios.ts';

// AWS's own linter, with the schemas of every resource type.
const lint = (template: string, region: string) => spawnSync('cfn-lint', ['--regions', region], { input: template, encoding: 'utf8', env: { PATH: process.env['PATH'] } });

test.each(Object.entries(scenarios))('G cfn-lint finds nothing in the template for %s', (_, plan) => {
  const { status, stdout, stderr } = lint(documentText(plan, 'cloudformation'), String(plan.identity['region']));
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('cfn-lint finds a property that no role has', () => {
  const { status, stdout } = lint(documentText(planned(), 'cloudformation').replace('RoleName:', 'RoleNames:'), 'eu-central-1');
  expect(status).not.toBe(0);
  expect(stdout).toContain('RoleNames');
});
