import { CarnetError, type StoreReference } from '@carnet/provider';
import { foreignError } from '../calls/foreign-error.ts';
import type { Credential, StoredValue } from '../composition/composition.ts';
import type { OpenCredential } from '../connection/open-credential.ts';

/** One secret that is read once. */
export interface DraftRead {
  readonly reference: StoreReference;
  readonly variables: readonly StoredValue[];
}

export interface CredentialDraft {
  readonly open: OpenCredential;
  readonly variables: readonly StoredValue[];
  readonly reads: readonly DraftRead[];
  /** Names that the store says no secret can have. */
  readonly refused: readonly (DraftRead & { readonly error: CarnetError })[];
  /** Why this credential cannot even be planned. */
  readonly fault: CarnetError | undefined;
}

/**
 * Groups the selected variables by credential and secret. Looks at every variable of a credential for a collision, so
 * that a selection never hides one.
 *
 * @throws CarnetError `SECRET_NAME_COLLISION`, naming every pair
 */
export function draftReads(all: readonly StoredValue[], selected: ReadonlySet<string>, opener: (credential: Credential) => OpenCredential): readonly CredentialDraft[] {
  const collisions: { readonly provider: string; readonly sentence: string }[] = [];
  const drafts = [...Map.groupBy(all, ({ credential }) => credential)].flatMap(([credential, variables]): CredentialDraft[] => {
    const chosen = variables.filter(({ name }) => selected.has(name));
    if (chosen.length === 0) return [];
    const open = opener(credential);
    try {
      const { canonical, errors } = canonicalNames(variables, open);
      for (const [name, spellings] of Map.groupBy(canonical.keys(), (spelling) => canonical.get(spelling) ?? spelling)) {
        if (spellings.length > 1) {
          const list = spellings.map((spelling) => `'${spelling}'`).join(' and ');
          collisions.push({ provider: credential.provider.manifest.id, sentence: `${list} of credential '${credential.name}' are the same secret '${name}' in the store.` });
        }
      }
      const readable = chosen.filter(({ reference: { name } }) => canonical.has(name));
      const reads = Map.groupBy(readable, ({ reference: { name, version } }) => JSON.stringify([canonical.get(name), version ?? null]));
      return [{
        open,
        variables: chosen,
        fault: undefined,
        refused: [...errors].flatMap(([name, error]) => {
          const wanting = chosen.filter((variable) => variable.reference.name === name);
          return wanting.length === 0 ? [] : [{ reference: { name }, variables: wanting, error }];
        }),
        reads: [...reads.values()].map((served) => ({ reference: storeReference(served, canonical), variables: served })),
      }];
    } catch (error) {
      return [{ open, variables: chosen, reads: [], refused: [], fault: foreignError(error, { provider: credential.provider.manifest.id, step: 'configure' }) }];
    }
  });
  if (collisions.length > 0) {
    throw new CarnetError({
      code: 'SECRET_NAME_COLLISION',
      message: collisions.map(({ sentence }) => sentence).join(' '),
      provider: collisions[0]?.provider,
      step: 'configure',
    });
  }
  return drafts;
}

function canonicalNames(variables: readonly StoredValue[], open: OpenCredential): { readonly canonical: ReadonlyMap<string, string>; readonly errors: ReadonlyMap<string, CarnetError> } {
  const canonical = new Map<string, string>();
  const errors = new Map<string, CarnetError>();
  for (const { reference: { name } } of variables) {
    try {
      if (!canonical.has(name)) canonical.set(name, open.canonicalName(name));
    } catch (error) {
      // Any other fault is one of the whole credential.
      if (!CarnetError.isInstance(error) || error.code !== 'REFERENCE_INVALID') throw error;
      errors.set(name, error);
    }
  }
  return { canonical, errors };
}

function storeReference([first]: readonly StoredValue[], canonical: ReadonlyMap<string, string>): StoreReference {
  const { name = '', version } = first?.reference ?? {};
  return Object.freeze({ name: canonical.get(name) ?? name, ...(version === undefined ? {} : { version }) });
}
