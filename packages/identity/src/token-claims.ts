/** What is looked at in a token that others have signed. Whether to trust it is the cloud's to say. */
export interface TokenClaims {
  readonly audiences: readonly unknown[];
  /** Epoch seconds (RFC 7519, section 4.1.4). */
  readonly expiresAt: number | undefined;
}

const compactToken = /^[\w-]+\.([\w-]+)\.[\w-]+$/;
/** In characters. */
export const longestToken = 65_536;

/** The claims of a compact JWT, or undefined where the text is none. */
export function tokenClaims(token: string): TokenClaims | undefined {
  const [, part] = token.length <= longestToken ? (compactToken.exec(token) ?? []) : [];
  if (part === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (typeof claims !== 'object' || claims === null) return undefined;
    const { aud, exp } = claims as { readonly aud?: unknown; readonly exp?: unknown };
    return { audiences: Array.isArray(aud) ? aud : [aud], expiresAt: typeof exp === 'number' && Number.isFinite(exp) ? exp : undefined };
  } catch {
    return undefined;
  }
}
