const suffix = 'vault.example.test';

/** The closed list of hosts. */
export const vaultHosts: readonly [string, ...string[]] = [`*.${suffix}`];

export function hostOf(name: string): string {
  return `${name}.${suffix}`;
}
