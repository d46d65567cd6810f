import { manifestProblems } from '@carnet/provider';
import { isDeepStrictEqual } from 'node:util';
import type { Assertion, Theme } from '../assertion.ts';
import { fieldsOf, textsOf } from './manifest-texts.ts';

const largestManifest = 256 * 1024;
// What a renderer of HTML or Markdown would take for more than text. `<number>` as a word to replace is none of it.
const markup = /<\/|<!|<[a-z][a-z0-9]*(?:\s[^>]*)?[=/][^>]*>|<(?:a|b|i|p|br|hr|img|script|style|svg)>|\]\(|&(?:[a-z]+|#\d+);/i;
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u;
const otherLink = /\b(?!https:)[a-z][a-z0-9+.-]*:\/\/|\b(?:javascript|data|vbscript):/i;
const secretName = /(?:password|passphrase|secret|token|privateKey|apiKey|accessKey)$/i;

// Which rule of the contract belongs to which assertion. What none of them claims belongs to `manifest.schema`.
const rules = {
  'plain-data': /is not plain data/,
  size: /is larger than/,
  ids: /is not of the form \[a-z\]|have the same id/,
  audience: /audience|an address must fill/,
  secrets: /secret/,
} as const;

const obeys = (id: keyof typeof rules | 'schema', fact: string): Assertion => ({
  id: `manifest.${id}`,
  fact,
  holds({ provider }) {
    const problems = manifestProblems(provider.manifest);
    const mine = problems.filter((problem) => (id === 'schema' ? Object.values(rules).every((rule) => !rule.test(problem)) : rules[id].test(problem)));
    return mine.length === 0 || mine.join('; ');
  },
});

const places = (found: readonly string[], what: string): true | string => found.length === 0 || `${found.join(', ')} ${what}`;

/** A manifest is what a form, a command line and a page are made of, by programs that run no code of the provider. */
export const manifestTheme: Theme = {
  id: 'manifest',
  title: 'Manifest',
  assertions: [
    {
      id: 'manifest.specification-version',
      fact: "the provider names the contract that it is written against, 'v1'",
      holds: ({ provider }) => provider.specificationVersion === 'v1' || 'specificationVersion is another',
    },
    obeys('plain-data', 'the manifest is plain data: what JSON carries, and nothing else'),
    {
      id: 'manifest.size',
      fact: 'the manifest has at most 256 KiB as JSON',
      holds({ provider }) {
        const bytes = Buffer.byteLength(JSON.stringify(provider.manifest));
        return bytes <= largestManifest || `it has ${bytes} bytes`;
      },
    },
    {
      id: 'manifest.entry',
      fact: 'what ./manifest exports is what the provider carries',
      holds: ({ provider, conformance }) => isDeepStrictEqual(conformance.manifest, provider.manifest) || 'the two differ',
    },
    obeys('ids', 'id, kind and methods have ids of the form [a-z][a-z0-9-]{0,39}, each method its own'),
    obeys('schema', 'its schemas stay inside the subset of JSON Schema, and no other rule of the contract is broken'),
    obeys('audience', 'the audience is fixed, or made of required identity fields, and belongs to nobody else'),
    obeys('secrets', 'secrets are marked in the schema of a method alone, and carry no value'),
    {
      id: 'manifest.unmarked-secrets',
      fact: 'a text field that is named like a secret is marked as one',
      holds: ({ provider }) => places(fieldsOf(provider.manifest).filter(({ name, field }) => field.type === 'string' && secretName.test(name) && field['x-carnet']?.secret !== true).map(({ place }) => place), 'is not marked secret'),
    },
    {
      id: 'manifest.labels',
      fact: 'every field has a label',
      holds: ({ provider }) => places(fieldsOf(provider.manifest).filter(({ field }) => !field['x-carnet']?.label).map(({ place }) => place), 'has no label'),
    },
    {
      id: 'manifest.help',
      fact: 'every field says in its help where its value is found',
      holds: ({ provider }) => places(fieldsOf(provider.manifest).filter(({ field }) => !field['x-carnet']?.help).map(({ place }) => place), 'has no help'),
    },
    {
      id: 'manifest.plain-text',
      fact: 'what a person reads is plain text: no markup, and no character that cannot be seen',
      holds: ({ provider }) => places(textsOf(provider.manifest).filter(([, text]) => markup.test(text) || unseen.test(text)).map(([place]) => place), 'is not plain text'),
    },
    {
      id: 'manifest.links',
      fact: 'an address in a text is https',
      holds: ({ provider }) => places(textsOf(provider.manifest).filter(([, text]) => otherLink.test(text)).map(([place]) => place), 'holds another address than one of https'),
    },
  ],
};
