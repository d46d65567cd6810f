import type { CarnetOptions } from '@carnet/core';

/** What `carnet.config.ts` exports by default. */
export interface CarnetConfig extends CarnetOptions {
  /**
   * Names of variables that the command inherits from our own environment, besides the usual ones (`PATH`, `HOME`, `LANG`, …).
   * Everything else stays behind.
   */
  readonly keep?: readonly string[] | undefined;
}

/**
 * Types a configuration and returns it as it is.
 *
 * @example
 * ```ts
 * import { defineConfig } from '@carnet/cli';
 * import { memoryProvider } from '@carnet/core/memory';
 *
 * export default defineConfig({
 *   providers: [memoryProvider({ 'api-key': 'a value for trying out' })],
 *   credentials: { store: { provider: 'memory', method: 'none' } },
 *   variables: { API_KEY: { credential: 'store', secret: 'api-key' } },
 * });
 * ```
 */
export function defineConfig(config: CarnetConfig): CarnetConfig {
  return config;
}
