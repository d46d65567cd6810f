import { createTestIssuer, themes, type Conformance } from '@carnet/provider-testkit';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Repository } from '../repository.ts';

/** What one provider of this repository can do, as its own code says it. */
export interface ProviderSupport {
  readonly id: string;
  readonly title: string;
  /** The package's folder. */
  readonly folder: string;
  readonly methods: readonly string[];
  /** Optional members of the store and of the provider that are there. */
  readonly members: ReadonlySet<string>;
  /** Ids of themes and assertions that do not apply, each with its reason. */
  readonly without: Readonly<Record<string, string>>;
  /** How many of the kit's assertions it is held to. */
  readonly assertions: number;
}

const conformanceFile = /^(packages\/[\w-]+)\/src\/(?:testing|reference)\/conformance\.ts$/;

/** Opens a store of each provider that has a conformance file, against its double. */
export async function readSupport(repository: Repository): Promise<readonly ProviderSupport[]> {
  const files = repository.files.flatMap((file) => (conformanceFile.exec(file) ? [file] : []));
  return await Promise.all(files.map(async (file) => {
    const { default: conformance } = (await import(pathToFileURL(join(repository.root, file)).href)) as { readonly default: Conformance };
    return await supportOf(conformance, conformanceFile.exec(file)?.[1] ?? '');
  }));
}

async function supportOf(conformance: Conformance, folder: string): Promise<ProviderSupport> {
  const clock = { now: () => Date.now(), sleep: () => Promise.resolve() };
  const provider = await conformance.create();
  await using double = await conformance.start({ clock, issuer: createTestIssuer({ now: clock.now }) });
  const context = { subjectToken: () => Promise.reject(new Error('No token is needed to open a store.')), transport: double.transport, clock, random: (size: number) => new Uint8Array(size), observe: () => undefined, session: new Map() };
  const store = provider.open(double.connection, context);
  const { id, title, methods } = provider.manifest;
  const { without = {} } = conformance;
  const isOut = (theme: string, assertion: string): boolean => Object.hasOwn(without, theme) || Object.hasOwn(without, assertion);
  return {
    id, title, folder, without,
    methods: methods.map((method) => method.id),
    members: new Set([...['readMany', 'list', 'write', 'remove', 'check', 'canonicalName'].filter((name) => name in store), ...['validate', 'diagnose', 'trust'].filter((name) => name in provider)]),
    assertions: themes.flatMap((theme) => theme.assertions.filter((assertion) => !isOut(theme.id, assertion.id))).length,
  };
}
