import { CarnetError, errorCodes, type ErrorCode } from '@carnet/provider';
import { platformErrorCodes, type PlatformErrorCode } from '../errors/platform-error-codes.ts';
import { HostedError } from './provider-host.ts';

/** A failure of the host itself, with a code of the platform. */
export function hostError(code: Extract<PlatformErrorCode, 'PROVIDER_HOST_FAILED' | 'OVERLOADED'>, message?: string, hint?: string): HostedError {
  const { meaning, cure, retryable } = platformErrorCodes[code];
  return new HostedError({ code, message: message ?? meaning, hint: hint ?? cure, docsUrl: `https://carnet.dev/errors/${code}`, retryable });
}

/** A failure with a code of the contract, in words of the host. */
export function contractError(code: ErrorCode, message: string, hint: string = errorCodes[code].cure): HostedError {
  const error = new CarnetError({ code, message, hint });
  return new HostedError({ code, message: error.message, hint: error.hint, docsUrl: error.docsUrl, retryable: error.retryable });
}
