/** An entry of a chain, as the API shows and exports it. */
export interface AuditEntry {
  readonly scope: string;
  readonly sequence: number;
  readonly at: string;
  readonly actor: { readonly kind: string; readonly id: string | null; readonly name: string | null };
  readonly action: string;
  readonly target: { readonly kind: string; readonly id: string | null; readonly name: string | null } | null;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
  readonly requestId: string | null;
  readonly address: string | null;
  readonly late: boolean;
  readonly previousHash: string;
  readonly hash: string;
}
