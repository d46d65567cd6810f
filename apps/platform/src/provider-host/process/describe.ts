import { systemClock } from '@carnet/core';
import { Secret, type Provider, type Settings, type SettingsSchema } from '@carnet/provider';
import { loadPackage } from '../../provider-process/load-package.ts';
import type { HostedManifest } from '../provider-host.ts';

export interface DescribedManifest {
  readonly manifest: HostedManifest['manifest'];
  /** Of the composition alone: what was imported by its name is known by it. */
  readonly package?: string | undefined;
  readonly version?: string | undefined;
  readonly capabilities: HostedManifest['capabilities'];
}

export async function* describePackage(name: string, directory: string): AsyncGenerator<DescribedManifest, void, undefined> {
  const { provider, version } = await loadPackage(name, directory);
  yield { manifest: provider.manifest, version, capabilities: capabilitiesOf(provider) };
}

export async function* describeComposition({ providers, packages }: { readonly providers: readonly Provider[]; readonly packages: Readonly<Record<string, string>> }): AsyncGenerator<DescribedManifest, void, undefined> {
  for (const provider of providers) yield { manifest: provider.manifest, package: packages[provider.manifest.id], capabilities: capabilitiesOf(provider) };
}

/** What a store offers is known of an open one. Where made-up settings open none, a form offers everything, and the call itself says what is not there. */
function capabilitiesOf(provider: Provider): HostedManifest['capabilities'] {
  const trust = provider.trust !== undefined && provider.manifest.trust !== undefined;
  const has = storeOf(provider);
  return { list: has('list'), write: has('write'), remove: has('remove'), trust };
}

function storeOf(provider: Provider): (member: 'list' | 'write' | 'remove') => boolean {
  const { methods: [method], identity, store } = provider.manifest;
  const isFederated = method?.id === 'workload-identity';
  const { shown, secrets } = sampleOf(method?.schema);
  const refuse = (): never => {
    throw new TypeError('A description touches no network.');
  };
  try {
    const opened = provider.open(
      {
        method: method?.id ?? '', store: sampleOf(store.schema).shown,
        ...(isFederated && { identity: sampleOf(identity !== undefined && 'schema' in identity ? identity.schema : undefined).shown }),
        ...(Object.keys(shown).length > 0 && { methodSettings: shown }),
        ...(Object.keys(secrets).length > 0 && { secrets }),
      },
      {
        subjectToken: async () => refuse(), transport: { fetch: async () => refuse(), agent: refuse },
        clock: systemClock, random: (size) => new Uint8Array(size), observe: () => undefined, session: new Map(),
      },
    );
    return (member) => typeof opened[member] === 'function';
  } catch {
    return () => true;
  }
}

function sampleOf(schema: SettingsSchema | undefined): { readonly shown: Settings; readonly secrets: Readonly<Record<string, Secret>> } {
  const entries = Object.entries(schema?.properties ?? {});
  const isSecret = ([, field]: (typeof entries)[number]): boolean => field['x-carnet']?.secret === true;
  const shown = entries.filter((entry) => !isSecret(entry)).map(([name, field]) => [name, field.const ?? field.default ?? ('enum' in field ? field.enum?.[0] : undefined) ?? samples[field.type === 'string' ? (field.format ?? 'string') : field.type]]);
  return {
    shown: Object.fromEntries(shown) as Settings,
    secrets: Object.fromEntries(entries.filter(isSecret).map(([name]) => [name, new Secret(new TextEncoder().encode('none'))])),
  };
}

const samples = { string: 'sample', uri: 'https://store.example', uuid: '00000000-0000-4000-8000-000000000000', hostname: 'store.example', email: 'sample@store.example', number: 1, integer: 1, boolean: false } as const;
