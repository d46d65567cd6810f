import { audienceRows } from './audience-sentence.ts';
import { exampleEntries } from './example-entries.ts';
import type { KnownProvider, KnownProviders } from './known-providers.ts';

/** The stable form of one provider. Fields are added, never renamed. */
export function providerJson(known: KnownProvider): object {
  const { manifest, parts } = known;
  const { identity } = manifest;
  return {
    version: 1,
    provider: {
      ...summaryOf(known),
      parts,
      audiences: identity !== undefined && 'schema' in identity ? audienceRows(identity) : [],
      manifest,
      example: exampleEntries(manifest, 'production'),
    },
  };
}

/** The stable form of all of them. */
export function listJson({ providers, problems }: KnownProviders): object {
  return { version: 1, providers: providers.map(summaryOf), problems: problems.map(({ code, message, hint, docsUrl }) => ({ code, message, hint, docsUrl })) };
}

function summaryOf({ manifest: { id, title, identity, methods }, package: from, source }: KnownProvider): object {
  return { id, title, package: from?.name ?? null, packageVersion: from?.version ?? null, source, kind: identity?.kind ?? null, methods: methods.map((method) => method.id) };
}
