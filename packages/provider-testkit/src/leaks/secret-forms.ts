/** A secret as it may stand hidden in a text: raw, percent-encoded, JSON-escaped, in hex, and in base64 at each of its three offsets. */
export function secretForms(secret: string | Uint8Array): readonly string[] {
  const bytes = Buffer.from(secret);
  const text = bytes.toString();
  const encoded = encodeURIComponent(text.toWellFormed());
  const escaped = JSON.stringify(text).slice(1, -1);
  const base64 = [0, 1, 2].flatMap((offset) => {
    // Of a text that lies in a longer one, only whole groups of three bytes are certain.
    const whole = bytes.subarray(offset, offset + Math.floor((bytes.length - offset) / 3) * 3);
    return [whole.toString('base64'), whole.toString('base64url')];
  });
  const forms = [
    encoded, encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()), encoded.replaceAll('%20', '+'),
    escaped, escaped.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    bytes.toString('hex'), bytes.toString('hex').toUpperCase(), ...base64,
  ];
  // Fewer characters than these stand in any text.
  return [...new Set([text, ...forms.filter((form) => form.length >= 6)])].filter((form) => form !== '');
}

/**
 * The names of those of the secrets that a text holds, in any form. Never the secrets: a failed test prints what it got.
 *
 * @example
 * ```ts
 * import { leaksIn } from '@carnet/provider-testkit';
 * leaksIn('GET /?q=aHVudGVyMg==', { password: 'hunter2' }); // ['password']
 * ```
 */
export function leaksIn(text: string, secrets: Readonly<Record<string, string | Uint8Array>>): readonly string[] {
  return Object.entries(secrets).filter(([, secret]) => secretForms(secret).some((form) => text.includes(form))).map(([name]) => name);
}
