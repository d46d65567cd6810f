/** How two values differ, without a byte of either. */
export function difference(seen: Uint8Array, wanted: Uint8Array): string | undefined {
  if (!(seen instanceof Uint8Array)) return 'the value is no Uint8Array';
  if (seen.byteLength !== wanted.byteLength) return `it has ${seen.byteLength} bytes and not ${wanted.byteLength}`;
  const at = seen.findIndex((byte, index) => byte !== wanted[index]);
  return at < 0 ? undefined : `byte ${at} is another`;
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
