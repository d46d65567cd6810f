import { PlatformProblem, type FieldProblem } from './platform-problem.ts';
import { retryAfterOf } from './retry-after.ts';

const longestBody = 256 * 1024;

/** An answer that is no success, as an error. */
export async function problemOfResponse(response: Response): Promise<PlatformProblem> {
  const { status, headers } = response;
  const isProblem = headers.get('content-type')?.startsWith('application/problem+json') === true;
  const body = isProblem ? recordOf(await textOf(response)) : undefined;
  if (!isProblem) await response.body?.cancel();
  const { code, detail, hint, type, requestId, problems, diagnosis } = body ?? {};
  if (typeof code !== 'string' || typeof detail !== 'string') {
    return new PlatformProblem({ code: 'ANSWER_INVALID', status, message: `The server answered with ${status} and no problem of the platform.`, hint: 'Check the URL of the platform, and any proxy in front of it.' });
  }
  return new PlatformProblem({
    code, status, message: detail, hint: text(hint) ?? '', docsUrl: text(type), requestId: text(requestId), diagnosis, retryAfter: retryAfterOf(headers),
    problems: Array.isArray(problems) ? problems.filter(isFieldProblem) : [],
  });
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function isFieldProblem(value: unknown): value is FieldProblem {
  return typeof value === 'object' && value !== null && 'field' in value && 'message' in value && typeof value.field === 'string' && typeof value.message === 'string';
}

function recordOf(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value as Readonly<Record<string, unknown>> : undefined;
  } catch {
    return undefined;
  }
}

/** Of an endless answer the beginning: it is no problem of the platform then. */
async function textOf({ body }: Response): Promise<string> {
  const reader = (body as ReadableStream<Uint8Array> | null)?.getReader();
  const decoder = new TextDecoder();
  let read = '';
  for (let size = 0; reader && size <= longestBody;) {
    const part = await reader.read();
    if (part.done) return read + decoder.decode();
    size += part.value.byteLength;
    read += decoder.decode(part.value, { stream: true });
  }
  await reader?.cancel();
  return '';
}
