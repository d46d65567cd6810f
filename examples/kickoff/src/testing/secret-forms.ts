/** A secret as it may be hidden in a text: raw, URL-encoded, JSON-escaped, hex, and base64 at its three offsets. */
function secretForms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((offset) => bytes.subarray(offset, offset + Math.floor((bytes.length - offset) / 3) * 3).toString('base64'));
  const base64url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), bytes.toString('hex'), ...base64, ...base64url])];
}

/** The names of those of the secrets that a text holds in any form. Never the secrets: a failed test prints what it got. */
export function leaksIn(text: string, secrets: Readonly<Record<string, string>>): readonly string[] {
  const lower = text.toLowerCase();
  const holds = (form: string): boolean => text.includes(form) || (/^[0-9a-f]+$/.test(form) && lower.includes(form));
  return Object.entries(secrets).filter(([, secret]) => secretForms(secret).some(holds)).map(([name]) => name);
}
