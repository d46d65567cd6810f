import type { Manifest } from '@carnet/provider';

export const providerPagesFolder = 'docs/providers';

/** A provider of ours, and how it is imported. */
export interface PublishedProvider {
  readonly manifest: Manifest;
  readonly package: string;
  readonly factory: string;
}

type Page = (manifest: Manifest, options: { readonly package: string; readonly factory: string; readonly inPlatform: boolean }) => string;

export const providerPageMark = '<!-- Made from the manifest by npm run providers. -->';

/** The manifests from the packages' sources: data, whatever their SDKs are. */
export async function readPublishedProviders(): Promise<readonly PublishedProvider[]> {
  const [azure, aws, gcp, vault] = await Promise.all([
    import('@carnet/azure/manifest'), import('@carnet/aws/manifest'), import('@carnet/gcp/manifest'), import('@carnet/vault/manifest'),
  ]);
  return [
    { manifest: azure.manifest, package: '@carnet/azure', factory: 'createAzure' },
    { manifest: aws.manifest, package: '@carnet/aws', factory: 'createAws' },
    { manifest: gcp.manifest, package: '@carnet/gcp', factory: 'createGcp' },
    { manifest: vault.manifest, package: '@carnet/vault', factory: 'createVault' },
  ];
}

/** Every generated page by its path from the root: one a provider, by the function that `carnet provider show --markdown` prints. */
export async function renderProviderPages(providers: readonly PublishedProvider[]): Promise<ReadonlyMap<string, string>> {
  const { providerPage }: { readonly providerPage: Page } = await import('@carnet/cli');
  return new Map(providers.map(({ manifest, package: name, factory }) =>
    [`${providerPagesFolder}/${manifest.id}.md`, `${providerPage(manifest, { package: name, factory, inPlatform: true })}\n${providerPageMark}\n`]));
}
