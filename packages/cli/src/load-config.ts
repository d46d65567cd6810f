import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CarnetError } from '@carnet/provider';
import { withinDeadline } from './deadline.ts';
import type { CarnetConfig } from './define-config.ts';
import { findConfig } from './find-config.ts';
import { describeThrown, isCarnetError } from './thrown-value.ts';

export interface LoadConfigRequest {
  /** Of `--config`, relative to the working directory. */
  readonly file: string | undefined;
  readonly workingDirectory: string;
  readonly timeoutMs: number;
}

/**
 * Runs the configuration and returns what it exports. Of what it throws, only Carnet's own errors are passed on; of any other the
 * class and the line are told, because its message may hold what the configuration read.
 */
export async function loadConfig({ file, workingDirectory, timeoutMs }: LoadConfigRequest): Promise<CarnetConfig> {
  const path = findConfig(file, workingDirectory);
  const name = basename(path);
  const address = pathToFileURL(path).href;
  try {
    const loaded = await withinDeadline(import(address) as Promise<{ readonly default?: unknown }>, timeoutMs, `${name} did not finish loading`);
    // A copy: getters run here, where what they throw is caught, and nothing changes afterwards.
    return { ...checkedConfig(loaded, name) };
  } catch (error) {
    if (isCarnetError(error)) throw error;
    throw invalid(`${name} ${describeThrown(error, address)}.`, 'Correct the file; node shows the error in full when it runs the file alone.');
  }
}

function checkedConfig(loaded: { readonly default?: unknown }, name: string): CarnetConfig {
  if (!Object.hasOwn(loaded, 'default')) throw invalid(`${name} has no default export.`, 'End it with: export default defineConfig({ … }).');
  const config = loaded.default;
  const prototype: unknown = typeof config === 'object' && config !== null ? Object.getPrototypeOf(config) : undefined;
  if (prototype !== Object.prototype && prototype !== null) throw invalid(`${name} does not export an object of options.`, 'Export what defineConfig({ … }) returns.');
  const { keep = [] } = config as CarnetConfig;
  if (!Array.isArray(keep) || !keep.every((entry) => typeof entry === 'string')) throw invalid(`${name} has a keep that is not a list of names.`);
  return config as CarnetConfig;
}

function invalid(message: string, hint?: string): CarnetError {
  return new CarnetError({ code: 'CONFIG_INVALID', step: 'configure', message, hint });
}
