export { buildEnvironment, type EnvironmentOptions, type Variable } from './build-environment.ts';
export type { SignalSource } from './forward-signals.ts';
export { startGuardian, type Guardian } from './guardian/guardian.ts';
export { isMaskable, shortestMaskedSecret } from './masking/forms.ts';
export { maskStream } from './masking/mask-stream.ts';
export { createMasker, maskText, type Masker } from './masking/masker.ts';
export { runCommand, type RunOptions } from './run-command.ts';
export type { RunResult } from './run-result.ts';
export { createSecretFiles, type SecretFile, type SecretFiles, type SecretFileSet, type SecretFilesOptions } from './secret-files/secret-files.ts';
