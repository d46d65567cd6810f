import { realpathSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { basename, extname } from 'node:path';
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
  // Where a link leads: Node names a module by its real path.
  const address = pathToFileURL(realpathSync(path)).href;
  try {
    const loaded = await withinDeadline(importModule(address), timeoutMs, `${name} did not finish loading`);
    // A copy: getters run here, where what they throw is caught, and nothing changes afterwards.
    return { ...checkedConfig(loaded, name) };
  } catch (error) {
    if (isCarnetError(error)) throw error;
    throw invalid(`${name} ${describeThrown(error, address)}.`, 'Correct the file; node shows the error in full when it runs the file alone.');
  }
}

const formats: Readonly<Record<string, string>> = { '.ts': 'module-typescript', '.js': 'module' };

/** A configuration is a module, also where the package beside it says `"type": "commonjs"`, as npm writes it into a new one. */
async function importModule(address: string): Promise<{ readonly default?: unknown }> {
  const format = formats[extname(address)];
  const hooks = registerHooks({ load: (url, context, nextLoad) => nextLoad(url, url === address && format !== undefined ? { ...context, format } : context) });
  try {
    return (await import(address)) as { readonly default?: unknown };
  } finally {
    hooks.deregister();
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
