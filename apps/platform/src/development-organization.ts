import { isRecord, valueAt } from './organization/json-record.ts';

const sections = ['workloadIdentityConfigs', 'credentials', 'variables', 'automations'] as const;

/**
 * The organization file of the local clouds with the sections of another beside it, whose own organization stays behind: the clouds
 * trust the one that was made for this start. What is no such file is handed on as it is, for the loader to say so.
 */
export function withAdditions(generated: string, additions: string): string {
  const file = JSON.parse(generated) as Record<string, object>;
  const added = parse(additions);
  if (!isRecord(added)) return additions;
  const { organization: _, ...rest } = added;
  const merged = sections.map((section) => [section, { ...file[section], ...(valueAt(added, section) as object | undefined) }] as const);
  return JSON.stringify({ ...rest, ...file, ...Object.fromEntries(merged) });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
