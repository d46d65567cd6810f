import { Socket } from 'node:net';
import { CarnetError, type Provider } from '@carnet/provider';
import { withinDeadline } from '../deadline.ts';
import { exitCodes } from '../exit-codes.ts';
import { findConfig } from '../find-config.ts';
import { loadConfig } from '../load-config.ts';
import { describeThrown, isCarnetError } from '../thrown-value.ts';
import { answerFile, type ForeignAnswer, type ForeignWork } from './foreign-work.ts';
import { ImportFailure, importModule, packageOf } from './import-module.ts';
import { checkConformance } from './run-conformance.ts';
import { takeFromModule, takeProvider } from './take-provider.ts';

/** A provider as the process that loaded it hands it over. */
export interface LoadedProvider {
  readonly manifest: unknown;
  readonly package?: { readonly name: string; readonly version: string } | undefined;
  readonly isProvider?: boolean | undefined;
  readonly parts: readonly string[];
}

// As it was before any foreign code ran.
const { stringify } = JSON;
const beatMs = 1_000;
const loadingMs = 30_000;

/** Does one piece of work for the command that started this process, and answers in the file that it opened. */
export async function doForeignWork(text: string, host: NodeJS.Process): Promise<number> {
  const started = startOf(text);
  if (started === undefined) {
    host.stderr.write('carnet: this is a part of carnet provider list, show and check.\n');
    return exitCodes.usage;
  }
  const { work, answers } = started;
  // The command that asked was ended.
  const leave = (): void => host.exit(exitCodes.failed);
  answers.on('error', leave).once('end', leave).resume();
  const beat = setInterval(() => answers.write('\n'), beatMs);
  const answer = await answerOf(work);
  clearInterval(beat);
  await new Promise((resolve) => answers.write(`${stringify(answer)}\n`, resolve));
  return exitCodes.success;
}

function startOf(text: string): { readonly work: ForeignWork; readonly answers: Socket } | undefined {
  try {
    return { work: JSON.parse(text) as ForeignWork, answers: new Socket({ fd: answerFile, readable: true, writable: true }) };
  } catch {
    return undefined;
  }
}

async function answerOf(work: ForeignWork): Promise<ForeignAnswer> {
  const name = work.type === 'load-config' ? 'The configuration' : work.type === 'check' ? work.file : work.name;
  try {
    return { type: 'done', result: await resultOf(work) };
  } catch (error) {
    const { code, message, hint } = isCarnetError(error) ? error : faultOf(error, name);
    // What defineProvider throws does not know the package.
    const isNamed = work.type !== 'load-package' || message.startsWith(`${name} `);
    return { type: 'failed', error: { code, message: isNamed ? message : `${name} throws: ${message}`, hint } };
  }
}

async function resultOf(work: ForeignWork): Promise<unknown> {
  switch (work.type) {
    case 'load-package':
      return [await loadPackage(work.name, work.directory)];
    case 'load-config': {
      const { providers } = await loadConfig({ file: work.file, workingDirectory: work.directory, timeoutMs: loadingMs });
      const name = findConfig(work.file, work.directory).replace(/^.*[/\\]/, '');
      return (Array.isArray(providers) ? (providers as readonly Provider[]) : []).map((provider): LoadedProvider => takeProvider(provider, name));
    }
    case 'check':
      return await checkConformance(work);
  }
}

async function loadPackage(name: string, directory: string): Promise<LoadedProvider> {
  const { module, address } = await withinDeadline(importModule(name, directory), loadingMs, `${name} did not finish loading`);
  return { ...takeFromModule(module, name), package: packageOf(address) };
}

function faultOf(error: unknown, name: string): CarnetError {
  const { thrown, address } = error instanceof ImportFailure ? error : { thrown: error, address: '' };
  if (isCarnetError(thrown)) return thrown;
  return new CarnetError({ code: 'PROVIDER_FAULT', step: 'configure', message: `${name} ${describeThrown(thrown, address)}.`, hint: 'To see the error in full, import the file in node itself.' });
}
