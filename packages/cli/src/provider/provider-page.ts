import type { Manifest, RefusedVariable } from '@carnet/provider';
import { code, fence, text } from '../markdown.ts';
import { commonTrustFlags } from '../trust/common-flags.ts';
import { providerFlags } from '../trust/provider-flag-names.ts';
import { audienceRows } from './audience-sentence.ts';
import { exampleConfig, exampleOrganization, type ProviderImport } from './example-files.ts';
import { fieldRows, type FieldRow } from './field-rows.ts';

/** What a page says besides the manifest. */
export interface ProviderPageOptions extends Partial<ProviderImport> {
  /** Whether the platform has the provider without a line of configuration. Default: false. */
  readonly inPlatform?: boolean | undefined;
}

/**
 * The documentation page of a provider, as Markdown, from its manifest alone: what to write first, then every field. Texts of the
 * manifest are shown as text; no markup of theirs gets into the page.
 *
 * @example
 * ```ts
 * import { providerPage } from '@carnet/cli';
 * import type { Manifest } from '@carnet/provider';
 *
 * const manifest: Manifest = { id: 'acme', title: 'Acme Safe', store: { schema: { type: 'object', properties: {} } }, methods: [{ id: 'none' }], refusedEnvironment: [] };
 * console.log(providerPage(manifest, { package: 'carnet-provider-acme' }));
 * ```
 */
export function providerPage(manifest: Manifest, { package: name = `carnet-provider-${manifest.id}`, factory, isProvider, inPlatform = false }: ProviderPageOptions = {}): string {
  const { id, title, identity, store, methods, refusedEnvironment } = manifest;
  return `${[
    `# ${text(title)}`,
    `Provider ${code(id)}, in the package ${code(name)}.`,
    '## Use it',
    `${fence('sh', `npm install --save-dev @carnet/cli ${identity === undefined ? '' : '@carnet/identity '}${name}`)}\n\nPut this into \`carnet.config.ts\`, with your own values:`,
    fence('ts', exampleConfig(manifest, { package: name, factory, isProvider })),
    fence('sh', 'npx carnet run -- node app.js'),
    '## On the platform',
    inPlatform ? 'The platform has it. In the organization file:' : `One line of configuration, once the package is installed where the server runs:\n\n${fence('sh', `CARNET_PROVIDERS=${name}`)}\n\nIn the organization file:`,
    fence('json', exampleOrganization(manifest)),
    ...trustSection(manifest),
    ...identitySection(identity),
    '## Credential',
    `Leads to one store. Its fields stand under ${code('store')}.`,
    table(fieldRows(store.schema)),
    '## Ways to authenticate',
    ...methods.flatMap(({ id: method, title: methodTitle, schema }) => [
      `### ${code(method)}`,
      `${methodTitle === undefined ? '' : `${text(methodTitle)}. `}${schema === undefined ? 'No further fields.' : `Fields marked secret stand under ${code('secrets')} of the credential, the others under ${code('settings')}.`}`,
      ...(schema === undefined ? [] : [table(fieldRows(schema))]),
    ]),
    '## Refused environment variables',
    refusedEnvironment.length === 0 ? 'None beyond those of Node itself.' : `Nothing starts while one of these is set: it could send tokens elsewhere, or print them.\n\n${refusedEnvironment.map(refusedLine).join('\n')}`,
  ].join('\n\n')}\n`;
}

function trustSection(manifest: Manifest): readonly string[] {
  const { id, trust } = manifest;
  if (trust === undefined) return [];
  const flags = providerFlags({ ...manifest, trust }, commonTrustFlags);
  const required = flags.flatMap(({ flag, name }) => (trust.schema.required?.includes(name) ? [` --${flag} …`] : [])).join('');
  const rows = new Map(fieldRows(trust.schema).map((row) => [row.name, row]));
  return [
    '## Set up the trust',
    'Prints what to run, and the way back:',
    fence('sh', `npx carnet trust ${id}${required} --secret api-key > trust.sh\nnpx carnet trust ${id}${required} --secret api-key --teardown > teardown.sh`),
    `As ${trust.formats.map(({ id: format, title }) => `${code(`--format ${format}`)} (${text(title)})`).join(', ')}. Its own flags:`,
    table(flags.flatMap(({ flag, name }) => {
      const row = rows.get(name);
      return row === undefined ? [] : [{ ...row, name: `--${flag}` }];
    }), 'flag'),
  ];
}

function identitySection(identity: Manifest['identity']): readonly string[] {
  if (identity === undefined) return [];
  const heading = ['## Workload identity config', `Kind ${code(identity.kind)}: who a token stands for. One config serves many credentials.`];
  if (!('schema' in identity)) return [...heading, 'Its fields and the audience of its tokens are those of the package that defines the kind.'];
  const audiences = audienceRows(identity).map(({ when, audience }) => `- ${audience.startsWith('the origin') ? text(audience) : code(audience)}${when === undefined ? '' : ` where ${text(when)}`}`);
  return [
    ...heading, table(fieldRows(identity.schema)),
    `Register at the store the issuer, the subject ${code('organization:<id>')} and the audience of its tokens:\n\n${audiences.join('\n')}`,
  ];
}

function table(rows: readonly FieldRow[], heading: string = 'field'): string {
  if (rows.length === 0) return 'No fields.';
  const lines = rows.map(({ name, label, required, secret, accepts, default: standard, help, onlyWhen }) => {
    const marks = [required ? 'required' : 'optional', ...(secret ? ['**secret**'] : [])].join(', ');
    const more = [standard === undefined ? '' : `Default: ${code(standard)}.`, onlyWhen === undefined ? '' : `Only where ${text(onlyWhen)}.`].filter((each) => each !== '');
    return `| ${code(name)} | ${marks} | ${text(accepts)} | ${[`${text(label)}.`, ...(help === undefined ? [] : [text(help)]), ...more].join(' ')} |`;
  });
  return [`| ${heading} | | takes | |`, '|---|---|---|---|', ...lines].join('\n');
}

function refusedLine(refused: RefusedVariable): string {
  if (typeof refused === 'string') return `- ${code(refused)}`;
  return `- ${code(refused.name)}${refused.except.length === 0 ? '' : `, except with the value ${refused.except.map(code).join(', ')}`}`;
}
