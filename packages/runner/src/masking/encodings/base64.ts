import type { Form } from '../form.ts';
import { longEnough } from './long-enough.ts';
import { wrapped } from './wrapped.ts';

/** PEM and MIME, and so the `base64` command. */
const columns = [64, 76];

/** RFC 4648 §4 and §5, with and without padding, wherever the value stands in what was encoded; from its start also as it is wrapped. */
export function base64(plain: Uint8Array): readonly Form[] {
  const offsets = [0, 1, 2].map((offset) => atOffset(plain, offset));
  const forms = offsets.flatMap(({ text, shortest }) => [...new Set([text, urlAlphabet(text)])].map((each) => ({ bytes: Buffer.from(each, 'latin1'), shortest })));
  return longEnough([...forms, ...columns.flatMap((width) => wrapped(forms[0] as Form, width))]);
}

function atOffset(plain: Uint8Array, offset: number): { readonly text: string; readonly shortest: number } {
  const text = Buffer.concat([Buffer.alloc(offset), plain]).toString('base64');
  // Only characters whose six bits all come from the value are the same in every surrounding.
  const first = Math.ceil((offset * 8) / 6);
  return { text: text.slice(first), shortest: Math.floor(((offset + plain.length) * 8) / 6) - first };
}

function urlAlphabet(text: string): string {
  return text.replaceAll('+', '-').replaceAll('/', '_');
}
