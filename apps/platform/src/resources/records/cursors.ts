/** Signed, and good for one list of one organization. */
export interface Cursors {
  encode(list: string, organization: string, position: readonly string[]): string;
  /** @throws PlatformError `CURSOR_INVALID` */
  decode(text: string, list: string, organization: string): readonly string[];
}
