import type { Resolution, ResolvedVariable } from '@carnet/core';
import type { SecretFile, Variable } from '@carnet/runner';

/** What the command gets, and what its output must not show. */
export interface ChildValues {
  readonly variables: readonly Variable[];
  readonly files: readonly (SecretFile & { readonly allow: boolean })[];
  readonly secrets: readonly MaskedValue[];
}

export interface MaskedValue {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** In a store, not in the configuration itself. */
  readonly stored: boolean;
}

type Found = ResolvedVariable & { readonly secret: NonNullable<ResolvedVariable['secret']> };

export function childValues({ variables }: Resolution): ChildValues {
  const found = variables.filter((variable): variable is Found => variable.secret !== undefined);
  return {
    variables: found.filter(({ as }) => as === 'environment').map(({ name, secret, allow }) => ({ name, value: secret.reveal(), allow })),
    files: found.filter(({ as }) => as === 'file').map(({ name, secret, allow }) => ({ name, bytes: secret.revealBytes(), allow })),
    secrets: found.flatMap(({ name, secret, encoding, source }) => {
      const bytes = secret.revealBytes();
      // A command that gets base64 decodes it, and may print either.
      const forms = encoding === 'base64' ? [bytes, Buffer.from(secret.reveal(), 'base64')] : [bytes];
      return forms.map((form) => ({ name, bytes: form, stored: source === 'secret' }));
    }),
  };
}
