export { buildEnvironment, type EnvironmentOptions, type Variable } from './build-environment.ts';
export type { SignalSource } from './forward-signals.ts';
export { isMaskable, shortestMaskedSecret } from './forms.ts';
export { maskStream } from './mask-stream.ts';
export { createMasker, maskText, type Masker } from './masker.ts';
export { runCommand, type RunOptions } from './run-command.ts';
export type { RunResult } from './run-result.ts';
