import { dirname, resolve } from 'node:path';
import { CarnetError } from '@carnet/provider';
import { withinDeadline } from '../deadline.ts';
import { importModule } from './import-module.ts';
import { takeFromModule } from './take-provider.ts';

/** What the kit made of a conformance file. */
export interface ConformanceReport {
  readonly conforms: boolean;
  readonly text: string;
  readonly scorecard: object;
  readonly badge: object;
}

export interface ConformanceWork {
  readonly file: string;
  /** A module whose default export is checked in place of what the file creates. */
  readonly provider?: string | undefined;
  readonly directory: string;
}

interface Kit {
  checkProvider(conformance: unknown): Promise<{ readonly conforms: boolean }>;
  scorecardText(scorecard: object): string;
  badgeOf(scorecard: object): object;
}

const loadingMs = 30_000;
const kitName = '@carnet/provider-testkit';

/** Runs an author's conformance file with the kit that the author installed, never with one of ours. */
export async function checkConformance({ file, provider, directory }: ConformanceWork): Promise<ConformanceReport> {
  const path = resolve(directory, file);
  const kit = (await importModule(kitName, dirname(path)).catch(() => {
    throw new CarnetError({ code: 'PROVIDER_NOT_FOUND', step: 'configure', message: `${kitName} is not installed beside ${file}.`, hint: `Install it there: npm install --save-dev ${kitName}` });
  })).module as Kit;
  const { module } = await withinDeadline(importModule(path, directory), loadingMs, `${file} did not finish loading`);
  const conformance = conformanceOf(module, file);
  const scorecard = await kit.checkProvider(provider === undefined ? conformance : { ...conformance, ...await replacement(provider, directory) });
  return { conforms: scorecard.conforms === true, text: kit.scorecardText(scorecard), scorecard, badge: kit.badgeOf(scorecard) };
}

function conformanceOf(module: unknown, file: string): object {
  if (!Object.hasOwn(module as object, 'default')) throw invalid(`${file} has no default export.`, 'End it with: export default defineConformance({ … }).');
  const { default: exported } = module as { readonly default: unknown };
  if (typeof exported === 'object' && exported !== null && 'create' in exported && typeof exported.create === 'function') return exported;
  throw invalid(`${file} does not export a conformance by default.`, 'Export what defineConformance({ … }) returns.');
}

function invalid(message: string, hint: string): CarnetError {
  return new CarnetError({ code: 'CONFIG_INVALID', step: 'configure', message, hint });
}

async function replacement(provider: string, directory: string): Promise<object> {
  const { module, address } = await withinDeadline(importModule(provider, directory), loadingMs, `${provider} did not finish loading`);
  takeFromModule(module, provider);
  const { default: exported } = module as { readonly default: unknown };
  return { create: typeof exported === 'function' ? exported : () => exported, module: new URL(address) };
}
