import { oneLine } from '../../one-line.ts';

interface Change {
  readonly kind: 'automation' | 'workload_identity_config' | 'credential' | 'variable';
  readonly name: string;
  readonly action: 'create' | 'update' | 'unchanged' | 'delete';
  readonly fields: readonly string[];
}

const signs = { create: '+', update: '~', delete: '-', unchanged: ' ' } as const;
const lists = { automation: 'automations', workload_identity_config: 'workloadIdentityConfigs', credential: 'credentials', variable: 'variables' } as const;
const secret: readonly string[] = ['secrets', 'value'];
const longest = 60;

/** A diff for a person: a line for each change, and below an update its fields before and after. */
export function changeLines(changes: readonly Change[], before: object, after: object): readonly string[] {
  return changes.filter(({ action }) => action !== 'unchanged').flatMap(({ kind, name, action, fields }) => {
    const [old, next] = [entryIn(before, kind, name), entryIn(after, kind, name)];
    const isOnly = old !== 'several' && next !== 'several';
    return [
      `${signs[action]} ${kind.replaceAll('_', ' ')} ${name}`,
      ...(action === 'update' ? fields.map((field) => `    ${field}${secret.includes(field.split('.')[0] ?? '') || !isOnly ? '' : `: ${shown(valueAt(old, field))} → ${shown(valueAt(next, field))}`}`) : []),
    ].map(oneLine);
  });
}

/** A variable's name may stand several times: for different automations. */
function entryIn(document: object, kind: Change['kind'], name: string): unknown {
  const list: unknown = (document as Readonly<Record<string, unknown>>)[lists[kind]];
  const found = Array.isArray(list) ? (list as readonly { readonly name?: unknown }[]).filter((entry) => entry?.name === name) : [];
  return found.length > 1 ? 'several' : found[0];
}

function valueAt(entry: unknown, field: string): unknown {
  return field.split('.').reduce<unknown>((value, part) => (typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? (value as Readonly<Record<string, unknown>>)[part] : undefined), entry);
}

function shown(value: unknown): string {
  const text = value === undefined ? 'unset' : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
