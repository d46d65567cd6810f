import { literal, type Form } from '../form.ts';
import { longEnough } from './long-enough.ts';
import { wrapped } from './wrapped.ts';

/** As `xxd -p` wraps it. */
const columns = 60;

/** RFC 4648 §8 in both cases, and wrapped in lower case. */
export function hex(plain: Uint8Array): readonly Form[] {
  const digits = Buffer.from(plain).toString('hex');
  const [lower, upper] = [digits, digits.toUpperCase()].map((text) => literal(Buffer.from(text, 'latin1'))) as [Form, Form];
  return longEnough([lower, upper, ...wrapped(lower, columns)]);
}
