const longestCloudMessage = 500;

/** A code or a request id as it is, or nothing: whatever else stands there may be hostile. */
export function safeCloudCode(text: string | undefined): string | undefined {
  return text !== undefined && /^[A-Za-z0-9_.:-]{1,64}$/.test(text) ? text : undefined;
}

// Much more than is kept, and little enough that nobody's answer can keep a pattern busy.
const longestRead = 8_192;

// A compact JWS or JWE, whole or cut off, and any other unbroken run that is long enough to be a key.
const tokenLike = /eyJ[\w-]*(?:\.[\w-]*)*|[\w+/=-]{48,}/g;

/** One without a digit is the path of an address. */
function scrubbed(run: string): string {
  return run.startsWith('eyJ') || /\d/.test(run) ? '[removed]' : run;
}

/** One line of a cloud's own words: markup dropped whole, token-like parts scrubbed, at most 500 characters. */
export function safeCloudMessage(text: string | undefined): string | undefined {
  if (text === undefined || text === '' || /<\/?[a-z!]/i.test(text)) return undefined;
  // What the cut divides is dropped: half a key could be too short to be known for one.
  const read = text.length > longestRead ? text.slice(0, text.lastIndexOf(' ', longestRead) + 1) : text;
  const line = read.replace(/\p{Default_Ignorable_Code_Point}+/gu, '').replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(tokenLike, scrubbed).trim();
  return (line.length > longestCloudMessage ? `${line.slice(0, longestCloudMessage - 1)}…` : line).toWellFormed();
}
