import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { listenToProcess, replaceDebug, setGlobal } from '../bad-providers/fixtures/changes-everything.ts';
import { allVariables, setVariable, variable } from '../bad-providers/fixtures/reads-variable.ts';
import { capturedOutput } from '../leaks/captured-output.ts';
import { watchEnvironment } from './environment-watch.ts';

import { changesSince, takeSnapshot } from './snapshot.ts';

test('what is read and written of the environment is seen, and the truth is told', () => {
  setVariable('ACME_KNOWN', 'before');
  const real = process.env;
  {
    using watch = watchEnvironment();
    expect(variable('ACME_KNOWN')).toBe('before');
    setVariable('ACME_WRITTEN', 'x');
    expect([...watch.read]).toEqual(['ACME_KNOWN']);
    expect([...watch.written]).toEqual(['ACME_WRITTEN']);
    allVariables();
    expect(watch.read).toContain('*');
  }
  expect(process.env).toBe(real);
});

test('what Node itself looks at is not seen', async () => {
  using watch = watchEnvironment();
  await promisify(execFile)(process.execPath, ['--version']);
  expect([...watch.read]).toEqual([]);
});

test('a provider can be told something else than the truth', () => {
  using watch = watchEnvironment({ instead: 'https://elsewhere.example' });
  expect(variable('ACME_ADDRESS')).toBe('https://elsewhere.example');
  expect(watch.read).toContain('ACME_ADDRESS');
});

test('what is printed, and what a warning says, is caught and swallowed', async () => {
  const { write } = process.stdout;
  const listeners = process.listeners('warning');
  const { printed } = await capturedOutput(() => {
    console.log('to %s', 'the console');
    console.table([]);
    process.stderr.write('to a stream');
    process.emitWarning('to the operator');
    return Promise.resolve();
  });
  expect(printed).toEqual(['to the console', '[]', 'to a stream', expect.stringContaining('to the operator')]);
  expect(process.stdout.write).toBe(write);
  expect(process.listeners('warning')).toEqual(listeners);
});

test('a snapshot that nothing happened to tells no change', async () => {
  const before = takeSnapshot();
  await new Response(new Blob(['x'])).text();
  expect(changesSince(before)).toEqual([]);
});

test('globals, built-ins and listeners that are added, replaced or removed are named', () => {
  const before = takeSnapshot();
  setGlobal();
  replaceDebug();
  listenToProcess();
  expect(changesSince(before).toSorted()).toEqual(['acmeLastRead', 'console.debug', 'process.on(beforeExit) 1']);
  const after = takeSnapshot();
  setGlobal();
  Reflect.deleteProperty(globalThis, 'acmeLastRead');
  expect(changesSince(after)).toEqual(['acmeLastRead']);
});
