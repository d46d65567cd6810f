import { IssuerError } from './issuer-error.ts';
import { renderDiscovery, renderJwks } from './issuer-documents.ts';
import type { IssuerDocument } from './issuer-documents.ts';
import { documentResponse, preflightResponse, problemResponse } from './issuer-responses.ts';
import type { KeyRing } from './key-ring.ts';

/**
 * Web-standard handler. It answers every request, 404 for a path that is not the issuer's, so that it can be mounted as
 * a route as it is; a host that shares its root with the issuer asks `handles` first.
 */
export type IssuerHandler = (request: Request) => Promise<Response>;

/** The two public documents of an issuer over HTTP. */
export interface IssuerEndpoints {
  readonly handler: IssuerHandler;
  /** Whether the request's path is one of the issuer's, whatever its method. */
  readonly handles: (request: { readonly url: string }) => boolean;
}

type Route = { readonly document: 'jwks' } | { readonly document: 'discovery'; readonly iss: string };

const organizationPath = /^\/organizations\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Of `node:http`, the URL of a request is its path alone. */
const pathOf = (url: string): string => new URL(url, 'http://issuer.invalid').pathname;
const discoveryPath = '/.well-known/openid-configuration';
const jwksPath = '/oauth2/jwks';

/** @param currentRing - throws an {@link IssuerError} while there is none. */
export function createEndpoints(issuer: string, currentRing: () => KeyRing): IssuerEndpoints {
  const basePath = new URL(issuer).pathname.replace(/\/$/, '');
  const issuerDiscovery = renderDiscovery(issuer, issuer);
  const renderedJwks = new WeakMap<KeyRing, IssuerDocument>();

  // Only the path is looked at: what stands in the documents never follows Host or X-Forwarded-Host.
  function routeOf({ url }: { readonly url: string }): Route | undefined {
    const pathname = pathOf(url);
    if (!pathname.startsWith(`${basePath}/`)) return undefined;
    const path = pathname.slice(basePath.length);
    if (path === jwksPath) return { document: 'jwks' };
    if (!path.endsWith(discoveryPath)) return undefined;
    const below = path.slice(0, -discoveryPath.length);
    return below === '' || organizationPath.test(below) ? { document: 'discovery', iss: `${issuer}${below}` } : undefined;
  }

  function jwksOf(ring: KeyRing): IssuerDocument {
    const document = renderedJwks.get(ring) ?? renderJwks(ring);
    renderedJwks.set(ring, document);
    return document;
  }

  function answer(request: Request): Response {
    const route = routeOf(request);
    if (route === undefined) return problemResponse(404, new IssuerError({ code: 'ISSUER_PATH_UNKNOWN' }), request);
    if (request.method === 'OPTIONS') return preflightResponse();
    if (request.method !== 'GET' && request.method !== 'HEAD') return problemResponse(405, new IssuerError({ code: 'ISSUER_METHOD_NOT_ALLOWED' }), request);
    const ring = currentRing();
    if (route.document === 'jwks') return documentResponse(jwksOf(ring), request);
    return documentResponse(route.iss === issuer ? issuerDiscovery : renderDiscovery(route.iss, issuer), request);
  }

  return {
    handles: (request) => routeOf(request) !== undefined,
    handler: async (request) => {
      try {
        return answer(request);
      } catch (error) {
        if (IssuerError.isInstance(error)) return problemResponse(503, error, request);
        throw error;
      }
    },
  };
}

/** The endpoints of a process that has no issuer URL: 404 everywhere. */
export function createUnconfiguredEndpoints(error: IssuerError): IssuerEndpoints {
  return {
    handles: ({ url }) => [discoveryPath, jwksPath].includes(pathOf(url)),
    handler: async (request) => problemResponse(404, error, request),
  };
}
