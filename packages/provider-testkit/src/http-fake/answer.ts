import type { Fault } from '../fault.ts';

/** How an answer leaves: whole, so many bytes a second, or cut off in its middle. */
export type Delivery = { readonly kind: 'whole' } | Extract<Fault, { readonly kind: 'drip' | 'truncate' }>;

/** What becomes of a request. */
export type Outcome =
  | { readonly kind: 'answer'; readonly response: Response; readonly delivery: Delivery }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' };

const gatewayPage = '<!DOCTYPE html>\n<html><head><title>Gateway</title></head><body><h1>The gateway has something to say.</h1></body></html>\n';

/** What replaces the handler's answer, where the fault says all of it. */
export function replacingAnswer(fault: Fault | undefined): Response | undefined {
  switch (fault?.kind) {
    case 'status': {
      const { status, headers = {}, body } = fault;
      if (typeof body === 'object') return Response.json(body, { status, headers });
      return new Response(mayHaveBody(status) ? (body ?? '') : null, { status, headers: { ...headers } });
    }
    case 'html':
      return new Response(gatewayPage, { status: fault.status, headers: { 'content-type': 'text/html; charset=utf-8' } });
    case 'redirect':
      return new Response(null, { status: fault.status, headers: { location: fault.location } });
    default:
      return undefined;
  }
}

export function deliveryOf(fault: Fault | undefined): Delivery {
  return fault?.kind === 'drip' || fault?.kind === 'truncate' ? fault : { kind: 'whole' };
}

/** RFC 9110 section 6.4.1. */
export function mayHaveBody(status: number): boolean {
  return status !== 204 && status !== 205 && status !== 304;
}
