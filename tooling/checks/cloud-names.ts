import ts from 'typescript';
import type { Check } from '../check-definition.ts';
import { isProductionSource, nodesOf, parseSource, placeOf } from '../source-file.ts';
import { isComposition } from './concrete-providers.ts';
import { isDevelopmentEntry } from './production-imports.ts';

const impartial = /^(?:packages\/(?:core|runner|cli|identity|trust|provider-parts)|apps\/platform)\/src\//;
const names = /\b(?:azure|aws|amazon(?:aws)?|gcp|google(?:apis)?|entra|microsoft|aadsts|key ?vault|secrets? manager)\b/;
// The issuer of a kind of cluster is a host of its cloud: data of the kind, which is itself a cloud's word.
const exception = 'packages/trust/src/ambient/cluster-issuer.ts';

/** What knows one cloud by its name needs a change for the next one. Comments may: an example has to name something. */
export const cloudNames: Check = {
  name: 'cloud-names',
  purpose: 'core, runner, cli, identity, trust, provider-parts and platform name no cloud outside the composition and the development entry',
  run: (repository) => repository.files
    .filter((file) => impartial.test(file) && file !== exception && isProductionSource(file) && !isComposition(file) && !isDevelopmentEntry(file))
    .flatMap((file) => [...nodesOf(parseSource(file, repository.read(file)))].flatMap((node) => {
      const [name] = names.exec(wordsOf(textOf(node))) ?? [];
      return name === undefined ? [] : [`${placeOf(node)}: names ${name}`];
    })),
};

/** What a node says by itself: nothing, where its words are those of nodes below it. */
function textOf(node: ts.Node): string {
  const isWord = ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isStringLiteralLike(node) || ts.isTemplateHead(node)
    || ts.isTemplateMiddle(node) || ts.isTemplateTail(node) || ts.isRegularExpressionLiteral(node);
  return isWord && ts.findAncestor(node, ts.isJSDoc) === undefined ? node.text : '';
}

/** `createAzureStore` and `AZURE_LOG_LEVEL` as words in lower case. */
function wordsOf(text: string): string {
  return text.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2').replace(/[^a-zA-Z]+/g, ' ').toLowerCase();
}
