import type { CelInput } from '@bufbuild/cel';
import { createRequire } from 'node:module';

/** What an expression gives back: a text, texts, true or false; null for a value of another type, undefined for an error. */
export type ExpressionResult = string | readonly string[] | boolean | null | undefined;

export type Expression = (variables: Readonly<Record<string, unknown>>) => ExpressionResult;

// The evaluator takes long to load and few need it; a provider is registered synchronously, as the control interface says.
const require = createRequire(import.meta.url);

const load = (): typeof import('@bufbuild/cel') => require('@bufbuild/cel') as typeof import('@bufbuild/cel');
const loadExtensions = (): typeof import('@bufbuild/cel/ext') => require('@bufbuild/cel/ext') as typeof import('@bufbuild/cel/ext');

/**
 * Compiles a CEL expression with Google's `extract`, `split` and `join`.
 *
 * @throws TypeError where the text is no CEL
 */
export function compileExpression(text: string): Expression {
  const { CelScalar, celEnv, celMethod, isCelError, isCelList, parse, plan } = load();
  const extractFrom = celMethod('extract', CelScalar.STRING, [CelScalar.STRING], CelScalar.STRING, function (this: unknown, template) {
    return extract(String(this), template);
  });
  try {
    const evaluate = plan(celEnv({ funcs: [...loadExtensions().strings, extractFrom] }), parse(text));
    return (variables) => {
      const result = evaluate(Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, celInput(value)])));
      if (isCelError(result)) return undefined;
      if (isCelList(result)) {
        const items = [...result];
        return items.every((item) => typeof item === 'string') ? items : null;
      }
      return typeof result === 'string' || typeof result === 'boolean' ? result : null;
    };
  } catch {
    throw new TypeError(`This is no CEL expression: ${text}`);
  }
}

// Maps, so that no name of Object.prototype is ever a claim; whole numbers are CEL's int.
function celInput(value: unknown): CelInput {
  if (Array.isArray(value)) return value.map(celInput);
  if (typeof value === 'object' && value !== null) return new Map(Object.entries(value).map(([name, member]) => [name, celInput(member)]));
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  return value as string | number | boolean | null;
}

/** https://cloud.google.com/iam/docs/conditions-attribute-reference#extract */
function extract(text: string, template: string): string {
  const [, prefix = '', suffix = ''] = /^([^{}]*)\{[^{}]+\}([^{}]*)$/.exec(template) ?? [];
  const start = text.indexOf(prefix);
  if (start < 0) return '';
  const rest = text.slice(start + prefix.length);
  const end = suffix === '' ? rest.length : rest.indexOf(suffix);
  return end < 0 ? '' : rest.slice(0, end);
}
