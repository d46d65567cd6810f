/** Where a sealed value stands. It is part of what is authenticated: moved anywhere else, the value does not open. */
export interface SealedPlace {
  readonly table: string;
  /** The organization's id, or `platform`. */
  readonly organization: string;
  readonly row: string;
  readonly column: string;
}

/** Envelope encryption, AES-256-GCM. The text it makes says which key opens it, and nothing else. */
export interface Sealer {
  seal(value: Uint8Array, place: SealedPlace): string;
  /** @throws CarnetError `SEAL_BROKEN`, `SEAL_KEY_UNKNOWN` */
  open(sealed: string, place: SealedPlace): Uint8Array;
}
