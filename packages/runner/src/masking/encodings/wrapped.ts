import type { Form } from '../form.ts';

/** The lines into which a form is broken, each by itself: between them stands what the writer likes. */
export function wrapped({ bytes, shortest }: Form, width: number): readonly Form[] {
  if (bytes.length <= width) return [];
  return Array.from({ length: Math.ceil(bytes.length / width) }, (_, line) => ({
    bytes: bytes.subarray(line * width, (line + 1) * width),
    shortest: Math.min(width, shortest - line * width),
  }));
}
