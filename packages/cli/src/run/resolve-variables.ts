import { createCarnet, type CarnetOptions } from '@carnet/core';

/** What the command gets, and what its output must not show. */
export interface ResolvedValues {
  readonly variables: readonly { readonly name: string; readonly value: string; readonly allow: boolean }[];
  readonly secrets: readonly { readonly name: string; readonly bytes: Uint8Array; /** In a store, not in the configuration itself. */ readonly stored: boolean }[];
}

export interface ResolveRequest {
  readonly only: readonly string[] | undefined;
  readonly timeoutMs: number | undefined;
  /** Sees the names first, and throws where the command cannot have one of them: nothing is read then. */
  readonly checkNames: (variables: readonly { readonly name: string; readonly allow: boolean }[]) => void;
}

/** Resolves everything and lets go of every cloud credential before the command starts. */
export async function resolveVariables(options: CarnetOptions, { checkNames, ...request }: ResolveRequest): Promise<ResolvedValues> {
  await using carnet = createCarnet(options);
  checkNames(carnet.plan(request).variables);
  const { variables } = await carnet.resolve(request);
  const found = variables.flatMap(({ name, secret, source, encoding, allow }) => (secret === undefined ? [] : [{ name, value: secret.reveal(), encoding, allow, stored: source === 'secret' }]));
  return {
    variables: found.map(({ name, value, allow }) => ({ name, value, allow })),
    // A command that gets base64 decodes it, and may print either.
    secrets: found.flatMap(({ name, value, encoding, stored }) =>
      [Buffer.from(value), ...(encoding === 'base64' ? [Buffer.from(value, 'base64')] : [])].map((bytes) => ({ name, bytes, stored }))),
  };
}
