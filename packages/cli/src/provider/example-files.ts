import type { Manifest } from '@carnet/provider';
import { exampleEntries, type ExampleSettings } from './example-entries.ts';

/** How a package is imported. */
export interface ProviderImport {
  readonly package: string;
  /** A named export that makes the provider. Absent: the default export. */
  readonly factory?: string | undefined;
  /** Whether the default export is the provider itself. Default: false, it makes one. */
  readonly isProvider?: boolean | undefined;
}

const identityName = 'production';

/** A whole `carnet.config.ts` with one credential and one variable. */
export function exampleConfig(manifest: Manifest, { package: name, factory, isProvider = false }: ProviderImport): string {
  const { workloadIdentity, credential } = exampleEntries(manifest, identityName);
  const local = factory ?? (isProvider ? camelCase(manifest.id) : `create${pascalCase(manifest.id)}`);
  const imports = [
    { from: name, line: `import ${factory === undefined ? local : `{ ${factory} }`} from ${literal(name)};` },
    { from: '@carnet/cli', line: "import { defineConfig } from '@carnet/cli';" },
    ...(workloadIdentity ? [{ from: '@carnet/identity', line: "import { projectedFile } from '@carnet/identity';" }] : []),
  ].toSorted((left, right) => (left.from < right.from ? -1 : 1));
  return [
    ...imports.map(({ line }) => line),
    '',
    'export default defineConfig({',
    ...(workloadIdentity ? ["  identity: projectedFile('/var/run/secrets/carnet/token'),"] : []),
    `  providers: [${local}${isProvider && factory === undefined ? '' : '()'}],`,
    ...(workloadIdentity ? [`  workloadIdentities: { ${identityName}: ${literal(workloadIdentity)} },`] : []),
    `  credentials: { ${keyOf(manifest.id)}: ${literal(credential)} },`,
    `  variables: { API_KEY: { credential: ${literal(manifest.id)}, secret: 'api-key' } },`,
    '});',
    '',
  ].join('\n');
}

/** The sections of an organization file that use it. */
export function exampleOrganization(manifest: Manifest): string {
  const { workloadIdentity, credential } = exampleEntries(manifest, identityName);
  const sections = [
    ...(workloadIdentity ? [{ section: 'workloadIdentityConfigs', key: identityName, entry: workloadIdentity }] : []),
    { section: 'credentials', key: manifest.id, entry: credential },
    { section: 'variables', key: 'API_KEY', entry: { credential: manifest.id, secret: 'api-key' } },
  ];
  const lines = sections.map(({ section, key, entry }) => `  ${JSON.stringify(section)}: {\n    ${JSON.stringify(key)}: ${spaced(entry)}\n  }`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** JSON on one line, as a person writes it. */
function spaced(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${spaced(each)}`).join(', ')} }`;
}

/** As TypeScript. */
function literal(value: string | number | boolean | Readonly<Record<string, string | number | boolean | ExampleSettings>>): string {
  if (typeof value === 'string') return /^[^'\\\p{Cc}\p{Zl}\p{Zp}]*$/u.test(value) ? `'${value}'` : JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  return `{ ${Object.entries(value).map(([key, each]) => `${keyOf(key)}: ${literal(each)}`).join(', ')} }`;
}

function keyOf(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : literal(key);
}

function pascalCase(id: string): string {
  return id.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function camelCase(id: string): string {
  const name = pascalCase(id);
  return name.charAt(0).toLowerCase() + name.slice(1);
}
