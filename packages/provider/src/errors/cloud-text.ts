const longestCloudMessage = 500;

/** A code or a request id as it is, or nothing: whatever else stands there may be hostile. */
export function safeCloudCode(text: string | undefined): string | undefined {
  return text !== undefined && /^[A-Za-z0-9_.:-]{1,64}$/.test(text) ? text : undefined;
}

// A compact JWS or JWE, whole or cut off, and any other unbroken run that is long enough to be a key. One without a digit
// is the path of an address.
const tokenLike = /eyJ[\w-]*(?:\.[\w-]*)*|(?=[A-Za-z+/=_-]*\d)[\w+/=-]{48,}/g;

/** One line of a cloud's own words: markup dropped whole, token-like parts scrubbed, at most 500 characters. */
export function safeCloudMessage(text: string | undefined): string | undefined {
  if (text === undefined || text === '' || /<\/?[a-z!]/i.test(text)) return undefined;
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(tokenLike, '[removed]').trim();
  return line.length > longestCloudMessage ? `${line.slice(0, longestCloudMessage - 1)}…` : line;
}
