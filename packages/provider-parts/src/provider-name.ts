/** Who an error names: the id of the manifest, and the word for a sentence (`AWS`, `Key Vault`). */
export interface ProviderName {
  readonly id: string;
  readonly title: string;
}
