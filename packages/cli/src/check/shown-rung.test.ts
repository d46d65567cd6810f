import type { ErrorCode } from '@carnet/provider';
import { expect, it } from 'vitest';
import { exitCodeOfRungs, type ShownRung } from './shown-rung.ts';

const rung = (id: string, status: ShownRung['status'], code?: ErrorCode): ShownRung =>
  ({ id, title: id, status, durationMs: 0, message: '', ...(code && { error: { code, message: '', docsUrl: '' } }) });

it.each<[what: string, rungs: readonly ShownRung[], code: number]>([
  ['all well', [rung('exchange', 'pass')], 0],
  ['nothing but skipped and unproven', [rung('list', 'skip'), rung('issuer.name', 'unproven')], 0],
  ['a denied list', [rung('list', 'warn', 'ACCESS_DENIED')], 0],
  ['a denied secret', [rung('secret', 'warn', 'ACCESS_DENIED')], 6],
  ['a missing secret, after a denied list', [rung('list', 'warn', 'ACCESS_DENIED'), rung('secret', 'fail', 'SECRET_NOT_FOUND')], 6],
  ['a refused exchange', [rung('exchange', 'fail', 'TRUST_REJECTED')], 5],
  ['a trust that is too wide', [rung('probe.subject', 'fail', 'TRUST_TOO_WIDE')], 5],
  ['an unreachable cloud', [rung('exchange', 'fail', 'TOKEN_ENDPOINT_UNREACHABLE')], 7],
  ['no network at all', [rung('issuer.discovery', 'fail', 'ISSUER_UNREACHABLE'), rung('exchange', 'fail', 'TOKEN_ENDPOINT_UNREACHABLE')], 7],
  ['an issuer that the cloud does not reach either', [rung('issuer.discovery', 'fail', 'ISSUER_UNREACHABLE'), rung('exchange', 'fail', 'ISSUER_UNREACHABLE')], 5],
  ['a file that is no list', [rung('registration', 'fail', 'INPUT_INVALID'), rung('exchange', 'fail', 'TRUST_REJECTED')], 2],
  ['Ctrl-C', [rung('exchange', 'fail', 'ABORTED')], 130],
  ['a provider that failed', [rung('exchange', 'fail', 'PROVIDER_FAULT')], 1],
])('%s', (_, rungs, code) => {
  expect(exitCodeOfRungs(rungs)).toBe(code);
});
