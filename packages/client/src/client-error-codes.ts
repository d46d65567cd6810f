/** What a code means, for a person, what ends it, and whether the same call may pass later. */
export interface ClientErrorDescription {
  readonly meaning: string;
  readonly cure: string;
  readonly retryable: boolean;
}

/**
 * The codes of a {@link PlatformProblem} that no platform answered: those of this package, and of the command line that stands on it.
 * Codes are added, never renamed.
 *
 * @example
 * import { clientErrorCodes, PlatformProblem } from '@carnet/client';
 *
 * export const wasNotAnswered = (error: unknown): boolean => PlatformProblem.isInstance(error) && Object.hasOwn(clientErrorCodes, error.code);
 */
export const clientErrorCodes: Readonly<Record<'PLATFORM_UNREACHABLE' | 'ANSWER_INVALID' | 'PLATFORM_NOT_INSTALLED', ClientErrorDescription>> = {
  PLATFORM_UNREACHABLE: { meaning: 'The platform could not be reached, or broke off its answer.', cure: 'Check its address, DNS, proxy, firewall and certificate authorities.', retryable: true },
  ANSWER_INVALID: { meaning: 'What answered is no platform, or one of another version.', cure: 'Check the address of the platform, and any proxy in front of it.', retryable: false },
  PLATFORM_NOT_INSTALLED: { meaning: 'The program of the platform is not installed where the command looks for it.', cure: 'Run npm install @carnet/platform.', retryable: false },
};
