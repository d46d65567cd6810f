import type { Diagnosis, Failure, Provider, ProviderContext } from '@carnet/provider';
import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';
import { textOf } from './breaking.ts';

type Diagnose = NonNullable<Provider['diagnose']>;

/** A diagnosis with something else in it, where there is one. */
const changing = (change: (diagnosis: Diagnosis, failure: Failure) => object): Breakage => ({
  provider: ({ diagnose }) => ({
    diagnose(failure) {
      const diagnosis = diagnose?.(failure);
      return diagnosis && ({ ...diagnosis, ...change(diagnosis, failure) } as Diagnosis);
    },
  }),
});

const before = (work: (failure: Failure) => void): Breakage => ({
  provider: ({ diagnose }) => ({
    diagnose(failure) {
      work(failure);
      return diagnose?.(failure);
    },
  }),
});

/** A word that the author expects in every failure. */
const wordOf = (text: string | undefined): string => (text as string).toUpperCase();

function counting(): Breakage {
  let count = 0;
  return changing(({ cause }) => ({ cause: `${cause} That was failure ${(count += 1)}.` }));
}

const calling: Breakage = {
  provider({ open, diagnose }) {
    let last: ProviderContext | undefined;
    return {
      open: (connection, context) => open(connection, (last = context)),
      diagnose(failure) {
        last?.transport.fetch(new Request('https://safe.acme.example/status')).catch(() => undefined);
        return diagnose?.(failure);
      },
    };
  },
};

const showingValues: Breakage = {
  provider({ open, diagnose }) {
    let last = '';
    const showing: Diagnose = (failure) => {
      const diagnosis = diagnose?.(failure);
      return diagnosis && { ...diagnosis, cause: `${diagnosis.cause} The last value was '${last}'.` };
    };
    return {
      diagnose: showing,
      open(connection, context) {
        const store = open(connection, context);
        return {
          ...store,
          async read(reference, options) {
            const read = await store.read(reference, options);
            last = textOf(read.bytes) ?? '';
            return read;
          },
        };
      },
    };
  },
};

export const badDiagnosis: readonly BadProvider[] = [
  badAcme('diagnosis.shape', 'has a severity of its own', changing(() => ({ severity: 'fatal' }))),
  badAcme('diagnosis.sentences', 'has no cure', changing(() => ({ cure: '' }))),
  badAcme('diagnosis.sentences', 'ends a cause in the middle', changing(({ cause }) => ({ cause: cause.replace(/\.$/, ':') }))),
  badAcme('diagnosis.command', 'gives several commands', changing(({ command = 'acme status' }) => ({ command: `acme login\n${command}` }))),
  badAcme('diagnosis.sent', 'shows times as numbers', changing(({ sent }, { token }) => ({ sent: { ...sent, expiresAt: token?.expiresAt ?? 0 } }))),
  badAcme('diagnosis.ends', 'looks for the name of a secret in a list that failed', before(({ error, reference }) => void (error.step === 'list' && wordOf(reference?.name)))),
  badAcme('diagnosis.sparse', 'expects that every failure has a subject token', before(({ store, token }) => void (store['safe'] === undefined && wordOf(token?.issuer)))),
  badAcme('diagnosis.pure', 'counts the failures', counting()),
  badAcme('diagnosis.unchanged', 'marks a failure that it has seen', before((failure) => void Object.assign(failure, { seen: true }))),
  badAcme('diagnosis.silent', 'asks the store how it is', calling),
  badAcme('diagnosis.quoting', 'puts the name of a secret into its command as it is', changing((_, { reference }) => (reference ? { command: `acme secrets show ${reference.name}` } : {}))),
  badAcme('diagnosis.trust', 'does not show what was sent', changing(() => ({ sent: undefined }))),
  badAcme('diagnosis.secrets', 'shows the value that was read last', showingValues),
];
