import type { PipelineRequest, PipelineResponse, SendRequest } from '@azure/core-rest-pipeline';
import { boundedBody, type BodyStream } from '@carnet/provider-parts';

// Key Vault's values have 25 KiB, a page of 25 names and a token less.
const mostBytes = 1_048_576;
const everyStatus = new Set([Number.POSITIVE_INFINITY]);

/** Sends the request and reads its answer, which may have 1 MiB after decompression. */
export async function boundedAnswer(request: PipelineRequest, next: SendRequest): Promise<PipelineResponse> {
  request.streamResponseStatusCodes = everyStatus;
  const response = await next(request);
  const stream = response.readableStreamBody;
  if (stream === undefined) return response;
  const body = await boundedBody(stream as unknown as BodyStream, mostBytes);
  return Object.assign(response, { bodyAsText: body.toString('utf8'), readableStreamBody: undefined });
}
