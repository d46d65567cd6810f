import { exitCodes } from '../../exit-codes.ts';
import { tellDone } from '../command/show.ts';
import { reportPlatformFailure } from '../command/with-platform.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { notSignedIn } from '../connection/platform-problem.ts';
import { endSession } from '../connection/send-request.ts';
import { readProfiles, writeProfiles } from '../connection/profile-file.ts';

/** `carnet logout`. Returns the exit code. */
export async function signOut(options: PlatformOptions, host: NodeJS.Process): Promise<number> {
  try {
    const { current, profiles } = readProfiles(host);
    const name = options.profile ?? host.env['CARNET_PROFILE'] ?? current;
    const { token, ...rest } = (Object.hasOwn(profiles, name) ? profiles[name] : undefined) ?? { url: '' };
    if (token === undefined) throw notSignedIn(`The profile '${name.slice(0, 100)}' holds no session.`);
    // First here: what the platform does not hear of must not stay on this disk.
    await writeProfiles({ current, profiles: { ...profiles, [name]: rest } }, host);
    await endSession(rest.url, token, (options.timeout ?? 60) * 1000);
    tellDone({ options, host }, { profile: name, url: rest.url, ended: true }, `Signed out of ${rest.url}.`);
    return exitCodes.success;
  } catch (error) {
    return reportPlatformFailure(error, options, host);
  }
}
