import type { CarnetError } from '@carnet/provider';
import type { Credential, StoredValue, Variable } from '../composition/composition.ts';
import { diagnose } from './diagnose.ts';
import type { CredentialDraft, DraftRead } from './draft-reads.ts';
import type { Exchange } from './resolution.ts';
import { ResolutionError, type ResolutionFailure } from './resolution-error.ts';

/** Everything that went wrong in one resolve. */
export class FailureList {
  readonly #failures: ResolutionFailure[] = [];
  readonly #handshakes = new Map<string, ResolutionFailure>();
  readonly #knownNames: (credential: string) => readonly string[];

  constructor(knownNames: (credential: string) => readonly string[]) {
    this.#knownNames = knownNames;
  }

  /** One failure of whole credentials, however many variables they hold. */
  addCredentials(drafts: readonly CredentialDraft[], error: CarnetError, operation: 'authenticate' | 'read'): void {
    const [first] = drafts;
    if (!first) return;
    const { open: { credential } } = first;
    this.#failures.push({
      variables: drafts.flatMap(({ variables }) => namesOf(variables)),
      ...(drafts.length === 1 ? { credential: credential.name } : {}),
      ...originOf(credential),
      error,
      diagnosis: diagnose({ error, operation, open: first.open }),
    });
  }

  /** A failed read. `optional` covers what is not found and nothing else. */
  addRead({ open }: CredentialDraft, { reference, variables }: DraftRead, error: CarnetError): void {
    const held = variables.filter(({ optional }) => !(optional && error.code === 'SECRET_NOT_FOUND'));
    const [sample] = held;
    if (!sample) return;
    if (error.step === 'authenticate' || error.step === 'mint') return this.#addHandshake(open.credential, held, error, diagnose({ error, operation: 'authenticate', open }));
    this.#failures.push({
      variables: namesOf(held),
      credential: open.credential.name,
      ...originOf(open.credential),
      reference: sample.reference,
      error,
      diagnosis: diagnose({
        error, operation: 'read', open, reference, knownNames: this.#knownNames(open.credential.name), authenticated: open.credential.workloadIdentity !== undefined,
      }),
    });
  }

  addValue(variable: StoredValue, error: CarnetError): void {
    this.#failures.push({
      variables: [variable.name],
      credential: variable.credential.name,
      ...originOf(variable.credential),
      reference: variable.reference,
      error,
      diagnosis: { cause: error.message, cure: error.hint, severity: 'error' },
    });
  }

  get length(): number {
    return this.#failures.length;
  }

  throwIfAny(order: readonly Variable[], exchanges: readonly Exchange[]): void {
    if (this.#failures.length === 0) return;
    const position = new Map(order.map(({ name }, index) => [name, index]));
    const first = ({ variables: [name = ''] }: ResolutionFailure): number => position.get(name) ?? 0;
    throw new ResolutionError(this.#failures.toSorted((left, right) => first(left) - first(right)), exchanges);
  }

  /** A read that signs in by itself fails for each secret: told once. */
  #addHandshake(credential: Credential, held: readonly StoredValue[], error: CarnetError, diagnosis: ResolutionFailure['diagnosis']): void {
    const key = JSON.stringify([credential.name, error.code, error.message]);
    const earlier = this.#handshakes.get(key);
    const failure = { variables: [...(earlier?.variables ?? []), ...namesOf(held)], credential: credential.name, ...originOf(credential), error, diagnosis };
    this.#handshakes.set(key, failure);
    if (earlier) this.#failures.splice(this.#failures.indexOf(earlier), 1, failure);
    else this.#failures.push(failure);
  }
}

const namesOf = (variables: readonly StoredValue[]): readonly string[] => variables.map(({ name }) => name);

function originOf({ provider, workloadIdentity }: Credential): { readonly provider: string; readonly workloadIdentity?: string } {
  return { provider: provider.manifest.id, ...(workloadIdentity ? { workloadIdentity: workloadIdentity.name } : {}) };
}
