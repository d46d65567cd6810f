import { errorCodes } from '@carnet/provider';
import { platformErrorCodes, type ProblemStatus } from '../errors/platform-error-codes.ts';
import { carnetErrorStatus } from '../http/carnet-error-status.ts';
import type { Route } from '../http/route.ts';

const nameOf = (status: number): string => `Problem${status}`;

const phrases: Readonly<Record<ProblemStatus, string>> = {
  400: 'The request is wrong.', 401: 'The credential is missing, unknown or over.', 403: 'The caller may not do this.', 404: 'There is nothing that the caller may see.',
  405: 'The method is not one of this address.', 408: 'The request came too slowly.', 409: 'It does not fit what is there.', 410: 'It is over.',
  412: 'It was changed meanwhile.', 413: 'The body is too large.', 415: 'The content-type is not one of this address.', 421: 'The Host is not this server.',
  422: 'It was understood and cannot be done as it stands.', 428: 'If-Match is missing.', 429: 'Too many requests.', 431: 'The headers are too long.',
  500: 'The server failed.', 503: 'It may pass later.', 507: 'There is no room left.',
};

/** The codes that are answered with a status, in the order of their tables. */
function codesOf(status: ProblemStatus): readonly string[] {
  const own = Object.entries(platformErrorCodes).filter(([, description]) => description.status === status);
  const shared = Object.entries(errorCodes).filter(([code, { retryable }]) => carnetErrorStatus({ code, retryable }) === status);
  return [...own, ...shared].map(([code]) => code);
}

export const problemSchema: object = {
  type: 'object',
  description: 'What went wrong (RFC 9457).',
  required: ['type', 'title', 'status', 'detail', 'code', 'hint'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'The page of the code.' },
    title: { type: 'string', description: 'What the code means, always the same.' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What happened this time, in one sentence.' },
    code: { type: 'string', description: 'Stable: programs go by it.' },
    hint: { type: 'string', description: 'What to do about it.' },
    requestId: { type: 'string', description: 'Under which the log of the server speaks of this request.' },
    problems: {
      type: 'array',
      description: 'The fields that are wrong, all at once.',
      items: { type: 'object', required: ['field', 'message'], properties: { field: { type: 'string', description: '`store.vaultUrl`' }, message: { type: 'string' } } },
    },
    diagnosis: { type: 'object', description: 'What a provider found out about the failure.', additionalProperties: true },
  },
};

/** `Problem404`, …: one answer for each status, with its codes. */
export const problemResponses: Readonly<Record<string, object>> = Object.fromEntries(Object.entries(phrases).map(([text, phrase]) => {
  const status = Number(text) as ProblemStatus;
  const codes = codesOf(status).map((code) => `\`${code}\``).join(', ');
  const headers = [429, 503, 507].includes(status) ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } : {};
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, examples: { problem: { value: exampleOf(status, phrase) } } } };
  return [nameOf(status), { description: `${phrase} Codes: ${codes === '' ? '`REQUEST_INVALID`' : codes}.`, headers: { 'X-Request-Id': { $ref: '#/components/headers/RequestId' }, ...headers }, content }];
}));

function exampleOf(status: ProblemStatus, phrase: string): object {
  const [code = 'REQUEST_INVALID'] = codesOf(status);
  const own = Object.hasOwn(platformErrorCodes, code) ? platformErrorCodes[code as keyof typeof platformErrorCodes] : errorCodes[code as keyof typeof errorCodes];
  return { type: `https://carnet.dev/errors/${code}`, title: own.meaning, status, detail: phrase, code, hint: own.cure, requestId: 'pXb1mN0yR2uQ5d3k' };
}

/** The problems that a route may answer with. */
export function problemsOf({ access, method, body, lines, ifMatch, path }: Route): Readonly<Record<string, { readonly $ref: string }>> {
  const statuses: ProblemStatus[] = [
    400, 421, 429, 500, 503,
    ...(access.to === 'public' ? [] : [401, 403, 404] as const),
    ...(path.includes('{') ? [404] as const : []),
    ...(method === 'get' ? [] : [409, 422, 507] as const),
    ...(body === undefined && lines === undefined ? [] : [413, 415] as const),
    ...(ifMatch === undefined ? [] : [412, 428] as const),
  ];
  return Object.fromEntries([...new Set(statuses)].toSorted((a, b) => a - b).map((status) => [String(status), { $ref: `#/components/responses/${nameOf(status)}` }]));
}
