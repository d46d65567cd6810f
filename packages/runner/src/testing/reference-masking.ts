import type { Form } from '../masking/form.ts';

/** The rule of masking, said once more and slowly: every place of every form, then one mask for each run of covered bytes. */
export function referenceMasking(input: Uint8Array, forms: readonly Form[]): Buffer {
  const covered = new Array<boolean>(input.length).fill(false);
  for (let at = 0; at < input.length; at += 1) {
    for (const form of forms) {
      const length = commonLength(input, at, form.bytes);
      if (length >= form.shortest) covered.fill(true, at, at + length);
    }
  }
  const shown: number[] = [];
  covered.forEach((hidden, at) => {
    if (!hidden) shown.push(input[at] as number);
    else if (!covered[at - 1]) shown.push(...Buffer.from('***'));
  });
  return Buffer.from(shown);
}

/** How many bytes at the end of the input may still become a form. */
export function livePrefix(input: Uint8Array, forms: readonly Form[]): number {
  for (let length = input.length; length > 0; length -= 1) {
    const at = input.length - length;
    if (forms.some(({ bytes }) => bytes.length >= length && commonLength(input, at, bytes) === length)) return length;
  }
  return 0;
}

function commonLength(input: Uint8Array, at: number, bytes: Uint8Array): number {
  let length = 0;
  while (length < bytes.length && at + length < input.length && input[at + length] === bytes[length]) length += 1;
  return length;
}
