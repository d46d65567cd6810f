import { CarnetError } from '@carnet/provider';
import type { Assertion, Theme } from '../assertion.ts';
import { capturedOutput } from '../leaks/captured-output.ts';
import { errorTexts } from '../leaks/error-texts.ts';
import { textHoldsSecret } from '../leaks/holds-secret.ts';
import { secretForms } from '../leaks/secret-forms.ts';
import type { Scene } from '../scene/scene.ts';
import { provokeFailures } from './provoked-failures.ts';
import { strangeFields } from './refusals.ts';

/** Everything that a host could see while everything fails. */
interface Sight {
  readonly errors: readonly { readonly what: string; readonly texts: readonly string[]; readonly thrown: unknown; readonly alone: boolean }[];
  readonly output: string;
  readonly observations: string;
  readonly addresses: readonly (string | undefined)[];
  readonly secrets: Readonly<Record<Kind, readonly string[]>>;
}

type Kind = 'value' | 'subject-token' | 'credential';

const kinds: Readonly<Record<Kind, string>> = { value: 'the value of a secret', 'subject-token': 'a subject token', credential: 'a credential of the store' };

async function look(scene: Scene): Promise<Sight> {
  const { result: { failures, values }, printed } = await capturedOutput(() => provokeFailures(scene));
  return {
    errors: failures.map(({ what, thrown, alone }) => ({ what, thrown, alone, texts: errorTexts(thrown) })),
    output: printed.join('\n'),
    observations: errorTexts(scene.observations).join('\n'),
    addresses: scene.double.requests.map(({ target }) => target),
    // Each part of a token by itself: its signature is what makes it one.
    secrets: { value: values, 'subject-token': scene.tokens.flatMap((token) => [token, ...token.split('.').slice(2)]), credential: scene.double.credentials ?? [] },
  };
}

const formsOf = (secrets: readonly string[]): readonly string[] => [...new Set(secrets)].flatMap((secret) => secretForms(secret));

/** Where one of the forms stands. */
function placeOf({ errors, output, observations }: Sight, forms: readonly string[]): string | undefined {
  const leak = errors.find(({ texts }) => texts.some((text) => textHoldsSecret(text, forms)));
  if (leak) return `it stands in the error of a ${leak.what}`;
  if (textHoldsSecret(output, forms)) return 'it was written to the output of the process';
  return textHoldsSecret(observations, forms) ? 'it was observed' : undefined;
}

const nowhere = (kind: Kind, ...needs: Assertion['needs'] & object): Assertion => ({
  id: `leaks.${kind}`,
  fact: `${kinds[kind]} stands in no error, no output and no observation, in no form`,
  needs,
  async holds(scene) {
    const sight = await look(scene);
    return placeOf(sight, formsOf(sight.secrets[kind])) ?? true;
  },
});

const addresses: Assertion = {
  id: 'leaks.address',
  fact: 'no address that is called has a subject token, a credential or a value in it',
  async holds(scene) {
    const { addresses: called, secrets } = await look(scene);
    if (called.includes(undefined)) return "the double does not tell the target of its requests: tell it, or opt out of 'leaks.address' with the reason";
    const forms = formsOf(Object.values(secrets).flat());
    return !called.some((address) => textHoldsSecret(address ?? '', forms)) || 'one of them stands in one';
  },
};

const plain: Assertion = {
  id: 'leaks.plain',
  fact: 'the failure of a batch, a list, a write or a removal holds the fields of the contract and nothing else, not even a cause',
  async holds(scene) {
    for (const { what, thrown } of (await look(scene)).errors.filter(({ alone }) => !alone)) {
      const seen = CarnetError.isInstance(thrown) ? strangeFields(thrown) : 'it is no CarnetError';
      if (seen !== true) return `in the error of a ${what}, ${seen}`;
    }
    return true;
  },
};

const names: Assertion = {
  id: 'leaks.observed-name',
  fact: 'no name of a secret is observed',
  holds: async (scene) => !/(?:ledger|absent|gone|off)-canary/.test((await look(scene)).observations) || 'a name was observed',
};

/** What must never be seen, searched for wherever it could be seen, while everything fails that can. */
export const leaksTheme: Theme = {
  id: 'leaks',
  title: 'Leaks',
  assertions: [nowhere('value'), nowhere('subject-token'), nowhere('credential', 'credentials'), addresses, plain, names],
};
