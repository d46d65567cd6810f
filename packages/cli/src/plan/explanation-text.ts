import type { Settings } from '@carnet/provider';
import type { Terminal } from '../provider/terminal-text.ts';
import { textRows } from '../text-table.ts';
import type { Explanation } from './explain-variable.ts';

const rotations: Readonly<Record<Explanation['rotation'], string>> = {
  fresh: 'read fresh at every run: a new version in the store is there at the next one',
  pinned: 'one version is named: a newer one in the store is not read',
  baked: 'a value of the configuration: it changes when the file does',
};

type Section = readonly [title: string, rows: readonly (readonly [label: string, text: string | undefined])[]];

/** One variable for a person: the variable, then what leads to it. */
export function explanationText({ configuration, rotation, variable, credential, workloadIdentity, read }: Explanation, terminal: Terminal): string {
  const { name, reference, storeName, optional, as, encoding, allow } = variable;
  const marks = [...(optional ? ['may be missing'] : []), ...(as === 'file' ? ['in a file, whose path the variable holds'] : []), ...(encoding === 'base64' ? ['encoded as base64'] : []), ...(allow ? ['allowed although its name steers programs'] : [])];
  const sections: readonly Section[] = [
    [name, [
      ['secret', reference ?? 'none: the value stands in the configuration'],
      ['in the store', storeName],
      ['rotation', rotations[rotation]],
      ['besides', marks.length > 0 ? marks.join(', ') : undefined],
      ['configured in', configuration],
    ]],
    ...(credential ? [credentialSection(credential)] : []),
    ...(workloadIdentity ? [identitySection(workloadIdentity)] : []),
    ...(read ? [readSection(read)] : []),
  ];
  return sections.map(([title, rows]) => `${terminal.bold(title)}\n${textRows(rows, terminal)}`).join('\n');
}

function credentialSection({ name, provider, method, store, writable }: NonNullable<Explanation['credential']>): Section {
  const kind = method === 'workload-identity' ? 'federated: no stored credential' : 'static';
  return [`Credential ${name}`, [['provider', provider], ['method', `${method} (${kind})`], ...rowsOf(store), ['writing', writable ? 'allowed' : 'not allowed']]];
}

function identitySection({ name, kind, audience, settings }: NonNullable<Explanation['workloadIdentity']>): Section {
  return [`Workload identity ${name}`, [['kind', kind], ...rowsOf(settings), ['audience', audience]]];
}

function readSection({ found, secretVersion, fingerprint, durationMs }: NonNullable<Explanation['read']>): Section {
  if (!found) return ['Read now', [['version', 'none: the store has no such secret, and the variable stays unset']]];
  return ['Read now', [['version', secretVersion], ['fingerprint', fingerprint], ['took', durationMs === undefined ? undefined : `${durationMs} ms`]]];
}

const rowsOf = (settings: Settings): readonly (readonly [string, string])[] => Object.entries(settings).map(([field, value]) => [field, String(value)]);
