/** One shape in which a secret may be printed. */
export interface Form {
  readonly bytes: Uint8Array;
  /** The first so many bytes are enough: what follows them may also read otherwise. */
  readonly shortest: number;
}

/** All forms of one kind for a value, or for a part of one. */
export type Encoding = (plain: Uint8Array) => readonly Form[];

/** A form that is one only as a whole. */
export function literal(bytes: Uint8Array): Form {
  return { bytes, shortest: bytes.length };
}
