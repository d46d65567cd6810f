import { CarnetError, type Transport } from '@carnet/provider';
import { refusalOf, unreachable, type Answer, type Call } from './acme-answer.ts';
import { abortError } from './acme-error.ts';

// Twenty values of 64 KiB in base64 fit; an endless answer does not.
const mostBytes = 4 * 1024 * 1024;

/**
 * One attempt: the host repeats. Whatever the network throws ends here, because errors of a network can hold what was sent.
 *
 * @throws CarnetError for everything but a success
 */
export async function send(transport: Transport, request: Request, call: Call): Promise<Answer> {
  let answer: Answer;
  try {
    const response = await transport.fetch(request);
    answer = { status: response.status, headers: response.headers, body: await boundedBody(response) };
  } catch (error) {
    if (request.signal.aborted) throw abortError(request.signal);
    // The host's own check of the address, for example.
    if (CarnetError.isInstance(error)) throw error;
    throw unreachable(call);
  }
  if (answer.status < 200 || answer.status > 299) throw refusalOf(answer, call);
  return answer;
}

async function boundedBody({ body }: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new RangeError('The answer is too long.');
    chunks.push(chunk);
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
