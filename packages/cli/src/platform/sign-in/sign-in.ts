import { CarnetError } from '@carnet/provider';
import { readText } from '../../bounded-input.ts';
import { exitCodes } from '../../exit-codes.ts';
import { tellDone } from '../command/show.ts';
import { reportPlatformFailure } from '../command/with-platform.ts';
import { checkedToken, choosePlatform, type ChosenPlatform, type PlatformOptions } from '../connection/choose-platform.ts';
import { platformAt } from '../connection/open-platform.ts';
import { readProfiles, writeProfiles } from '../connection/profile-file.ts';
import { authorizeDevice } from './authorize-device.ts';
import { parseLink, redeemLink } from './redeem-link.ts';

export interface LoginOptions extends PlatformOptions {
  readonly link?: string;
}

/** `carnet login`. Returns the exit code. */
export async function signIn(options: LoginOptions, host: NodeJS.Process): Promise<number> {
  try {
    const link = options.link === undefined ? undefined : parseLink(options.link === '-' ? await readText(host, 'the link') : options.link);
    const url = options.url ?? link?.url;
    // Whoever signs in anew is nobody yet.
    const chosen: ChosenPlatform = { ...choosePlatform({ ...options, ...(url !== undefined && { url }) }, host, { isNewProfile: true }), token: undefined };
    if (link === undefined && options.input === false) throw new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message: 'A person has to confirm the code of this sign-in, and --no-input says that there is none.', hint: 'Give a one-time link with --link, or set CARNET_TOKEN or CARNET_TOKEN_FILE to an API token and leave out the sign-in.' });
    const asNobody = platformAt({ ...chosen, organization: undefined }, options);
    const token = checkedToken(link === undefined ? await authorizeDevice({ url: chosen.url, timeoutMs: asNobody.timeoutMs }, host) : await redeemLink(asNobody.api, link.token));
    const { api, organization } = platformAt({ ...chosen, token, organization: options.org }, options);
    const me = await api.request('get', '/v1/me');
    const chosenOrganization = options.org === undefined ? undefined : await organization();
    const { profiles } = readProfiles(host);
    const { profile: name } = chosen;
    await writeProfiles({
      current: name,
      profiles: { ...profiles, [name]: { url: chosen.url, ...(token !== undefined && { token }), ...(chosenOrganization !== undefined && { organization: chosenOrganization }) } },
    }, host);
    tellDone({ options, host }, { profile: name, url: chosen.url, name: me.name, ...(chosenOrganization !== undefined && { organization: chosenOrganization }) }, `Signed in to ${chosen.url} as ${me.name} (profile ${name}).`);
    return exitCodes.success;
  } catch (error) {
    return reportPlatformFailure(error, options, host);
  }
}
