import type { PlatformProblem as ClientProblem } from '@carnet/client';
import type { CarnetError, Diagnosis } from '@carnet/provider';
import { exitCodeOfCode, exitCodes } from '../../exit-codes.ts';

const marker = Symbol.for('carnet.error');

export interface PlatformProblemOptions {
  /** Of the contract's list or the platform's own. */
  readonly code: string;
  /** Of the answer; undefined where there was none. */
  readonly status?: number | undefined;
  readonly message: string;
  readonly hint: string;
  readonly docsUrl?: string | undefined;
  readonly requestId?: string | undefined;
  /** What is wrong with which part of the request. */
  readonly fields?: readonly FieldProblem[] | undefined;
  /** What a provider found out about it. */
  readonly diagnosis?: Diagnosis | undefined;
}

export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** What a platform refused, or that it could not be asked: told like every error of Carnet. */
export class PlatformProblem extends Error {
  override readonly name: string = 'PlatformProblem';
  readonly code: string;
  readonly status: number | undefined;
  readonly hint: string;
  readonly docsUrl: string;
  readonly requestId: string | undefined;
  readonly fields: readonly FieldProblem[];
  readonly diagnosis: Diagnosis | undefined;

  constructor({ code, status, message, hint, docsUrl, requestId, fields = [], diagnosis }: PlatformProblemOptions) {
    // The sentence of the platform may tell the first of them already.
    super([message, ...fields.flatMap(({ field, message: problem }) => (message.includes(problem) ? [] : [`${field}: ${problem.replace(/\.$/, '')}.`]))].join(' '));
    Object.defineProperty(this, marker, { value: true });
    this.code = code;
    this.status = status;
    this.hint = hint;
    this.docsUrl = docsUrl ?? `https://carnet.dev/errors/${code}`;
    this.requestId = requestId;
    this.fields = fields;
    this.diagnosis = diagnosis;
  }

  /** The same with another cure. */
  withHint(hint: string): PlatformProblem {
    const { code, status, message, docsUrl, requestId, fields, diagnosis } = this;
    return new PlatformProblem({ code, status, message, hint, docsUrl, requestId, fields, diagnosis });
  }

  toJSON(): object {
    const { code, message, hint, docsUrl, requestId, status, fields } = this;
    return { code, message, hint, docsUrl, ...(requestId !== undefined && { requestId }), ...(status !== undefined && { status }), ...(fields.length > 0 && { fields }) };
  }
}

const byStatus: Readonly<Record<number, number>> = {
  400: exitCodes.usage, 401: exitCodes.notPermitted, 403: exitCodes.notPermitted, 404: exitCodes.notFound, 409: exitCodes.usage, 410: exitCodes.notFound,
  412: exitCodes.usage, 413: exitCodes.usage, 422: exitCodes.usage, 408: exitCodes.unreachable, 429: exitCodes.unreachable, 503: exitCodes.unreachable, 507: exitCodes.unreachable,
};

const byCode: Readonly<Record<string, number>> = { PLATFORM_UNREACHABLE: exitCodes.unreachable };

/** What a command ends with that met this. A code says more than a status. */
export function exitCodeOfProblem({ code, status }: Pick<PlatformProblem | (CarnetError & { readonly status?: undefined }), 'code' | 'status'>): number {
  return byCode[code] ?? exitCodeOfCode(code) ?? (status === undefined ? undefined : byStatus[status]) ?? exitCodes.failed;
}

/** What the client says, told as ours. Of an answer nothing is believed that could not be one of the platform's. */
export function problemFrom({ code, status, message, hint, docsUrl, requestId, problems, diagnosis }: ClientProblem): PlatformProblem {
  return new PlatformProblem({
    code: /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : 'ANSWER_INVALID', status, message: message.slice(0, 2000), hint: hint.slice(0, 2000),
    docsUrl: docsUrl !== undefined && /^https:\/\/[\w./-]{1,200}$/.test(docsUrl) ? docsUrl : undefined,
    requestId: requestId !== undefined && /^[\w.:-]{1,100}$/.test(requestId) ? requestId : undefined,
    fields: problems.slice(0, 50), diagnosis: diagnosisFrom(diagnosis),
  });
}

function diagnosisFrom(value: unknown): Diagnosis | undefined {
  const { cause, cure, command, sent, severity } = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  if (typeof cause !== 'string' || typeof cure !== 'string') return undefined;
  const values = typeof sent === 'object' && sent !== null ? Object.entries(sent).filter((entry): entry is [string, string] => typeof entry[1] === 'string') : [];
  return { cause: cause.slice(0, 2000), cure: cure.slice(0, 2000), ...(typeof command === 'string' && { command: command.slice(0, 10_000) }), sent: Object.fromEntries(values.slice(0, 20)), severity: severity === 'warning' ? 'warning' : 'error' };
}

/** Nobody is signed in: what every command says alike. */
export function notSignedIn(message: string = 'You are not signed in.'): PlatformProblem {
  return new PlatformProblem({ code: 'REQUEST_UNAUTHENTICATED', status: 401, message, hint: 'Sign in with carnet login --url <address>, or set CARNET_TOKEN or CARNET_TOKEN_FILE.' });
}
