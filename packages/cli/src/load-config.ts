import { realpathSync } from 'node:fs';
import { registerHooks, type LoadFnOutput } from 'node:module';
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

interface LoadedModule {
  readonly default?: unknown;
}

// Node resolves the imports of a module once it is parsed and before any of it runs. This one is always there, and costs nothing.
const proofOfParsing = "\nimport 'node:module';";

/**
 * A configuration is a module, also where the package beside it says `"type": "commonjs"`, as npm writes it into a new one. To remove types costs Node a
 * third of our start, and most configurations have none: it is done where the text is no JavaScript, or might mean something else in it, as `f<a>(b)` does.
 */
async function importModule(address: string): Promise<LoadedModule> {
  const isTyped = /\.m?ts$/.test(address);
  // Node remembers that the address itself cannot be parsed.
  const typedAddress = `${address}?types`;
  let current = address;
  let isInDoubt = false;
  const hooks = registerHooks({
    resolve: (specifier, context, nextResolve) => {
      if (context.parentURL === address) isInDoubt = false;
      const resolved = nextResolve(specifier, context);
      return resolved.url === address ? { ...resolved, url: current } : resolved;
    },
    load: (url, context, nextLoad) => {
      if (url !== current) return nextLoad(url, context);
      const withTypes = (): LoadFnOutput => nextLoad(url, { ...context, format: 'module-typescript' });
      if (url === typedAddress) return withTypes();
      const loaded = nextLoad(url, { ...context, format: 'module' });
      if (!isTyped) return loaded;
      const source = Buffer.from(loaded.source as Uint8Array);
      if (source.includes('<')) return withTypes();
      isInDoubt = true;
      return { ...loaded, source: Buffer.concat([source, Buffer.from(proofOfParsing)]) };
    },
  });
  try {
    return (await import(address)) as LoadedModule;
  } catch (error) {
    if (!isInDoubt) throw error;
    current = typedAddress;
    return (await import(typedAddress)) as LoadedModule;
  } finally {
    hooks.deregister();
  }
}

function checkedConfig(loaded: LoadedModule, name: string): CarnetConfig {
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
