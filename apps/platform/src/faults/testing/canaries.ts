/** Every form in which a text could have got somewhere. Parts that begin and end at the border of a group are left out of base64. */
export function formsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64').replaceAll('=', '');
    // The first group holds what stood before, the last one what comes behind.
    const inner = encoded.slice(offset === 0 ? 0 : 4, encoded.length - (encoded.length % 4 === 0 ? 0 : (encoded.length % 4)));
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const hex = bytes.toString('hex');
  const json = JSON.stringify(text).slice(1, -1);
  return [...new Set([text, ...base64, hex, hex.toUpperCase(), encodeURIComponent(text), json, JSON.stringify(json).slice(1, -1)])];
}

export interface Hit {
  /** Of the canary: never its text. */
  readonly name: string;
  readonly place: string;
  readonly around: string;
}

/** Where any form of any canary stands. */
export function findCanaries(canaries: Readonly<Record<string, string>>, places: Readonly<Record<string, Uint8Array | string>>): readonly Hit[] {
  return Object.entries(places).flatMap(([place, content]) => {
    const bytes = Buffer.from(content);
    return Object.entries(canaries).flatMap(([name, text]) => formsOf(text).flatMap((form) => {
      const at = bytes.indexOf(form);
      return at === -1 ? [] : [{ name, place, around: `${bytes.subarray(Math.max(0, at - 60), at).toString()}<${name}>` }];
    }));
  });
}
