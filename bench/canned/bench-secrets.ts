export const issuerUrl = 'https://issuer.example.com';
export const organization = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
/** The names of the secrets that a round reads from each cloud. */
export const secretNames: readonly string[] = Array.from({ length: 20 }, (_, index) => `secret-${index}`);

export function valueOf(name: string): string {
  return `value of ${name}`;
}
