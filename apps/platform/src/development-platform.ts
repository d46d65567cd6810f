import { createIssuer, generateKeyRing } from '@carnet/oidc-issuer';
import { randomBytes } from 'node:crypto';
import { startDevelopmentClouds, type DevelopmentClouds } from './development-clouds.ts';
import { withAdditions } from './development-organization.ts';
import { inspectInProcess } from './kickoffs/inspect-in-process.ts';
import type { KickoffProgram } from './kickoffs/kickoff-process.ts';
import { loadOrganization } from './organization/load-organization.ts';
import type { Organization } from './organization/organization.ts';
import { catalogLines, loadCatalog } from './providers/provider-catalog.ts';
import { startPlatform, type Platform, type PlatformOptions } from './serve.ts';

export interface DevelopmentPlatform {
  readonly platform: Platform;
  readonly issuer: string;
  readonly cloud: DevelopmentClouds;
  readonly organization: Organization;
  close(): Promise<void>;
}

export interface DevelopmentOptions extends Partial<PlatformOptions> {
  readonly log: (line: string) => void;
  /** Provider packages besides those of the composition, found from the working directory. */
  readonly packages?: readonly string[] | undefined;
  /** The text of an organization file whose sections come beside those of the local clouds. */
  readonly additions?: string | undefined;
}

/** The platform with local clouds in place of the real ones and a signing key that lives in memory. */
export async function startDevelopmentPlatform({ packages = [], additions, ...options }: DevelopmentOptions): Promise<DevelopmentPlatform> {
  const { log } = options;
  const issuer = createIssuer({
    issuer: 'https://issuer.carnet.test',
    keys: await generateKeyRing(),
    onMint: ({ jti, subject, audience }) => log(`minted subject token ${jti} (${subject}, for ${audience})`),
  });
  const cloud = await startDevelopmentClouds(issuer.issuer);
  const program: KickoffProgram = {
    module: new URL('./development-kickoff-process.ts', import.meta.url),
    environment: process.env,
    packages: { names: packages, directory: process.cwd() },
    connection: () => cloud.clouds.connection,
  };
  const described = await loadCatalog(program);
  if (!described.ok) throw new Error(described.problems.join('\n'));
  for (const line of catalogLines(described.catalog)) log(line);
  const file = additions === undefined ? cloud.organizationFile : withAdditions(cloud.organizationFile, additions);
  const loaded = await loadOrganization(file, inspectInProcess(program, described.catalog));
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const platform = await startPlatform({
    issuer,
    organization: () => loaded.organization,
    program,
    organizationKey: randomBytes(32),
    port: 0,
    actions: { '/development/rotate': () => Promise.resolve(cloud.rotate()) },
    ...options,
  });
  cloud.clouds.route(new URL(issuer.issuer).hostname, new URL(platform.url));
  return {
    platform,
    issuer: issuer.issuer,
    cloud,
    organization: loaded.organization,
    async close() {
      await platform.close();
      await cloud.clouds.close();
    },
  };
}
