import type { Schema } from '../connection/api-types.ts';

/** What the platform answers to a local run. */
export type LocalRun = Schema<'LocalRun'>;
