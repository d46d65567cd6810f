import type { Diagnosis } from '@carnet/provider';
import type { Assertion, Theme } from '../assertion.ts';
import type { Scene } from '../scene/scene.ts';
import { allFailures, diagnosed, failuresOf, sparseFailures, type NamedFailure } from './diagnosed-failures.ts';
import { diagnosisConduct } from './diagnosis-conduct.ts';

const longest = 1_000;

/** Of what a store may fail with, or of what the double's store does fail with. */
const each = (id: string, fact: string, failures: (scene: Scene) => readonly NamedFailure[] | Promise<readonly NamedFailure[]>, check: (diagnosis: Diagnosis) => string | undefined): Assertion => ({
  id: `diagnosis.${id}`,
  fact,
  async holds(scene) {
    for (const { what, diagnosis } of diagnosed(scene, await failures(scene))) {
      const problem = check(diagnosis);
      if (problem !== undefined) return `for ${what}, ${problem}`;
    }
    return true;
  },
});

const imagined = (scene: Scene): readonly NamedFailure[] => [...failuresOf(scene, 'value'), ...sparseFailures(scene)];

function line(text: unknown, what: string): string | undefined {
  if (typeof text !== 'string' || text.trim() === '') return `its ${what} is empty`;
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return `its ${what} is not one line`;
  return text.length > longest ? `its ${what} is longer than ${longest} characters` : undefined;
}

const sentence = (text: unknown, what: string): string | undefined => line(text, what) ?? (/[.!?]$/.test(String(text)) ? undefined : `its ${what} is no whole sentence`);

const shapes: readonly Assertion[] = [
  each('shape', "a diagnosis is an object with a severity, 'error' or 'warning', given at once", imagined, (diagnosis: unknown) => {
    if (typeof diagnosis !== 'object' || diagnosis === null) return 'it is no object';
    if ('then' in diagnosis) return 'it is a promise';
    const { severity } = diagnosis as Diagnosis;
    return severity === 'error' || severity === 'warning' ? undefined : 'its severity is something else';
  }),
  each('sentences', 'cause and cure are a sentence each, in one line', allFailures, ({ cause, cure }) => sentence(cause, 'cause') ?? sentence(cure, 'cure')),
  each('command', 'the command, where there is one, is one line', allFailures, ({ command }) => (command === undefined ? undefined : line(command, 'command'))),
  each('sent', 'the values of our token, where they are shown, are texts', imagined, ({ sent = {} }) => (Object.values(sent).every((value) => typeof value === 'string') ? undefined : 'one of them is something else')),
];

/** What an operator reads about a failure. */
export const diagnosisTheme: Theme = { id: 'diagnosis', title: 'Diagnosis', assertions: [...shapes, ...diagnosisConduct] };
