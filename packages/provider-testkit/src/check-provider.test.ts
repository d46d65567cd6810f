import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { Scorecard } from './scorecard/scorecard.ts';

const run = promisify(execFile);

test('checkProvider() runs the whole kit in a process without vitest, and ends by itself', { timeout: 120_000 }, async () => {
  const code = `
    import { registerHooks } from 'node:module';
    let runner = false;
    registerHooks({ load(url, context, next) { runner ||= /node_modules\\/vitest\\//.test(url); return next(url, context); } });
    const { checkProvider, scorecardText } = await import('@carnet/provider-testkit');
    const { default: conformance } = await import('./reference/conformance.ts');
    const scorecard = await checkProvider(conformance);
    console.log(JSON.stringify({ scorecard, text: scorecardText(scorecard), runner }));
  `;
  const { stdout, stderr } = await run(process.execPath, ['--conditions=carnet-source', '--input-type=module', '--eval', code], { cwd: import.meta.dirname, maxBuffer: 8 * 1024 * 1024 });
  const { scorecard, text, runner } = JSON.parse(stdout) as { readonly scorecard: Scorecard; readonly text: string; readonly runner: boolean };
  const failed = scorecard.themes.flatMap(({ assertions }) => assertions).filter(({ verdict }) => verdict !== 'holds');
  expect({ failed, runner, stderr }).toEqual({ failed: [], runner: false, stderr: '' });
  expect(scorecard).toMatchObject({ conforms: true, failed: 0, optedOut: 0, provider: { id: 'acme', title: 'Acme Safe', specificationVersion: 'v1' } });
  expect(text).toContain(`Acme Safe (acme) conforms to v1: ${scorecard.held} held, 0 failed, 0 opted out`);
});
