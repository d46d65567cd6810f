const form = /^[\x21-\x7e]{1,256}$/;

/**
 * An audience is one exact string. None may name the issuer: a token for a cloud would then open the issuer's own API.
 *
 * @returns what is wrong with it, if anything, as the end of a sentence.
 */
export function audienceFault(audience: unknown, refused: readonly string[]): string | undefined {
  if (typeof audience !== 'string') return 'must be one string';
  if (!form.test(audience)) return 'must be 1 to 256 printable ASCII characters without spaces';
  if (/[*?]/.test(audience)) return 'must not hold a wildcard (* or ?)';
  if (refused.some((base) => spellings(audience).some((spelling) => isAtOrBelow(spelling, base)))) return 'must not be the issuer itself, nor lie below it';
  return undefined;
}

/** The audience as written and as a URL parser reads it, with or without a scheme, so that another spelling of the issuer is seen through. */
function spellings(audience: string): string[] {
  const url = URL.parse(`https://${audience.replace(/^(?:https?:)?[/\\]*/i, '')}`);
  if (url === null) return [audience];
  const plain = `https://${url.host.replace(/\.(?=$|:)/, '')}${url.pathname}`;
  return [audience, plain, decodedOnce(plain)];
}

function decodedOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isAtOrBelow(audience: string, base: string): boolean {
  const [inside, outside] = [audience.toLowerCase(), base.toLowerCase().replace(/\/+$/, '')];
  return inside.startsWith(outside) && /^(?:$|[/#])/.test(inside.slice(outside.length));
}
