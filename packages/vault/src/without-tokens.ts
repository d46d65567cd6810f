// Aligned pieces: whatever repeats 23 characters of a token in a row repeats one of them whole.
const pieceLength = 12;

/** A token as it is, in hex, and in the three ways in which it can lie in a longer text that is base64. */
function formsOf(token: string): readonly string[] {
  const bytes = Buffer.from(token);
  const shifted = [0, 1, 2].map((offset) => bytes.subarray(offset, offset + Math.floor((bytes.length - offset) / 3) * 3));
  return [token, bytes.toString('hex'), bytes.toString('hex').toUpperCase(), ...shifted.flatMap((part) => [part.toString('base64'), part.toString('base64url')])];
}

function holdsPart(text: string, form: string): boolean {
  if (text.includes(form)) return true;
  for (let start = 0; start + pieceLength <= form.length; start += pieceLength) {
    if (text.includes(form.slice(start, start + pieceLength))) return true;
  }
  return false;
}

/** Vault's own text, unless it repeats a token that was sent with the request, whole or in part. */
export function withoutTokens(text: string | undefined, tokens: readonly string[]): string | undefined {
  const isRepeated = text !== undefined && tokens.some((token) => formsOf(token).some((form) => holdsPart(text, form)));
  return isRepeated ? undefined : text;
}
