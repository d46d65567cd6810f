import type { ProviderContext } from '@carnet/provider';
import type { Assertion } from '../assertion.ts';
import { failedWith } from './failed-with.ts';
import type { Hop } from './hops.ts';

const mebibyte = 1_048_576;
const pieceBytes = 65_536;
const sent = 32 * mebibyte;
/** Far more than twenty of the longest values. */
const mostRead = 16 * mebibyte;

/** Hands on what arrives in pieces, and counts those that were asked for. */
function inPieces(body: ReadableStream<Uint8Array>, count: (bytes: number) => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let rest: Uint8Array = new Uint8Array();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (rest.length === 0) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        rest = value;
      }
      const piece = rest.subarray(0, pieceBytes);
      rest = rest.subarray(pieceBytes);
      count(piece.length);
      controller.enqueue(piece);
    },
    cancel: async (reason) => await reader.cancel(reason),
  }, { highWaterMark: 0 });
}

function counting(context: ProviderContext, count: (bytes: number) => void): ProviderContext {
  const { transport } = context;
  return {
    ...context,
    transport: {
      agent: (url) => transport.agent(url),
      async fetch(request) {
        const response = await transport.fetch(request);
        return response.body ? new Response(inPieces(response.body, count), response) : response;
      },
    },
  };
}

export function largeAnswer(hop: Hop): Assertion {
  return {
    id: `faults.${hop.at}-large`,
    fact: `${hop.what} that is answered with 32 MiB ends as ${hop.faultCodes.join(' or ')}, and before all of it is in memory`,
    async holds(scene) {
      let read = 0;
      const call = await hop.prepare(scene, counting(scene.freshContext(), (bytes) => { read += bytes; }));
      scene.double.fault({ at: hop.at, fault: { kind: 'status', status: 200, headers: { 'content-type': 'application/json' }, body: 'x'.repeat(sent) } });
      const seen = failedWith(await scene.failureOf(call()), ...hop.faultCodes);
      // An SDK's own HTTP does not pass here: of it only the end is seen.
      return seen === true ? read <= mostRead || `it read ${Math.round(read / mebibyte)} MiB` : seen;
    },
  };
}
