import { describe, expect, it } from 'vitest';
import { carnet, firstOutput, startCarnet } from '../../testing/carnet-process.ts';
import { projectWith } from '../../testing/workspace.ts';

const installed = (main: string): string => projectWith({
  'node_modules/@carnet/platform/package.json': JSON.stringify({ name: '@carnet/platform', version: '1.0.0', type: 'module', bin: { 'carnet-platform': './main.js' } }),
  'node_modules/@carnet/platform/main.js': main,
});

describe('carnet serve and carnet worker', () => {
  it('start the platform that is installed, hand their arguments on, and end with its code', async () => {
    const cwd = installed('console.log(JSON.stringify(process.argv.slice(2))); process.exit(23);');
    expect(await carnet(['serve', '--file', 'x', '--json', 'y'], { cwd })).toMatchObject({ code: 23, stdout: '["serve","--file","x","--json","y"]\n' });
    expect(await carnet(['worker', '--slots', '2'], { cwd })).toMatchObject({ code: 23, stdout: '["worker","--slots","2"]\n' });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('hand %s on, and wait for its end', async (signal) => {
    const started = startCarnet(['serve'], { cwd: installed(`process.on('${signal}', () => { console.log('drained'); process.exit(9); }); setInterval(() => {}, 1000); console.log('ready');`) });
    await firstOutput(started);
    started.process.kill(signal);
    expect(await started.ended).toMatchObject({ code: 9, signal: null, stdout: 'ready\ndrained\n' });
  });
});
