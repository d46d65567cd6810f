import { CarnetError, errorCodes, type ErrorCode } from '@carnet/provider';
import { describe, expect, it } from 'vitest';
import { exitCodeOf } from './exit-codes.ts';

const codes = Object.keys(errorCodes) as ErrorCode[];
const endingWith = (code: number): readonly string[] => codes.filter((each) => exitCodeOf(new CarnetError({ code: each, message: each })) === code).toSorted();

describe('the exit code of a failure', () => {
  it('1 is left to what the caller can do nothing about', () => {
    expect(endingWith(1)).toEqual([
      'AUTOMATION_NOT_FOUND', 'COMMAND_FAILED_TO_START', 'COMMAND_NOT_EXECUTABLE', 'COMMAND_NOT_FOUND', 'KICKOFF_LIMIT_REACHED', 'MANIFEST_INVALID', 'PROVIDER_CONFLICT',
      'PROVIDER_FAULT', 'REQUEST_INVALID', 'REQUEST_ORIGIN_REFUSED', 'REQUEST_UNAUTHENTICATED', 'RESOLUTION_FAILED', 'SECRET_FILE_FAILED', 'WORKER_FAILED',
    ]);
  });

  it('tells what is missing, read-only, not trusted, denied and unreachable apart', () => {
    expect(endingWith(3)).toEqual(['CONFIG_NOT_FOUND', 'CREDENTIAL_NOT_FOUND', 'IDENTITY_NOT_FOUND', 'PROVIDER_NOT_FOUND', 'VARIABLE_NOT_FOUND']);
    expect(endingWith(4)).toEqual(['CREDENTIAL_READ_ONLY']);
    expect(endingWith(5)).toContain('TRUST_REJECTED');
    expect(endingWith(6)).toEqual(expect.arrayContaining(['ACCESS_DENIED', 'SECRET_NOT_FOUND']));
    expect(endingWith(7)).toContain('STORE_UNREACHABLE');
  });

  it('of several failures is that of the first', () => {
    const failures = [{ error: new CarnetError({ code: 'ACCESS_DENIED', message: 'denied' }) }, { error: new CarnetError({ code: 'THROTTLED', message: 'slow' }) }];
    expect(exitCodeOf(Object.assign(new CarnetError({ code: 'RESOLUTION_FAILED', message: 'two' }), { failures }))).toBe(6);
  });
});
