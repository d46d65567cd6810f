import { choosePlatform, type ChosenPlatform, type PlatformOptions } from './choose-platform.ts';
import { isId, pickByName } from './find-by-name.ts';
import { PlatformApi } from './platform-api.ts';
import { notSignedIn, PlatformProblem } from './platform-problem.ts';

/** A platform that commands ask, with whoever is signed in. */
export interface Platform {
  readonly chosen: ChosenPlatform;
  readonly api: PlatformApi;
  /** The id of the organization that is worked on. */
  readonly organization: () => Promise<string>;
  readonly timeoutMs: number;
}

const usualMs = 60_000;

/** @throws CarnetError and PlatformProblem, for what cannot be chosen or nobody is signed in to */
export function openPlatform(options: PlatformOptions, host: NodeJS.Process): Platform {
  const chosen = choosePlatform(options, host);
  if (chosen.token === undefined) throw notSignedIn(`You are not signed in to ${chosen.url}.`);
  return platformAt(chosen, options);
}

/** The same where it is known already which one, and as whom. */
export function platformAt(chosen: ChosenPlatform, options: PlatformOptions): Platform {
  const { url, token } = chosen;
  const timeoutMs = options.timeout === undefined ? usualMs : options.timeout * 1000;
  let organization: Promise<string> | undefined;
  const whichOrganization = (): Promise<string> => (organization ??= organizationOf(chosen, api));
  const api = new PlatformApi({ url, token, timeoutMs, organization: whichOrganization });
  return { chosen, api, organization: whichOrganization, timeoutMs };
}

async function organizationOf({ organization }: ChosenPlatform, api: PlatformApi): Promise<string> {
  if (organization !== undefined && isId(organization)) return organization.toLowerCase();
  const { organizations } = await api.request('get', '/v1/me');
  if (organization !== undefined) return (await pickByName(organizations, organization, 'organization')).id;
  const [only, ...others] = organizations;
  if (only !== undefined && others.length === 0) return only.id;
  throw new PlatformProblem({
    code: 'INPUT_INVALID',
    message: only === undefined ? 'You are a member of no organization.' : 'You are a member of several organizations, and none is named.',
    hint: only === undefined ? 'Accept an invitation, or have an administrator make one: carnet organizations create.' : `Name one with --org or CARNET_ORG: ${organizations.map(({ name }) => name).slice(0, 20).join(', ')}.`,
  });
}
