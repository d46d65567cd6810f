import { setTimeout as sleep } from 'node:timers/promises';
import { oneLine } from '../../one-line.ts';
import { isCarnetError } from '../../thrown-value.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import { askPlainly } from '../connection/send-request.ts';

const clientId = 'carnet-cli';
const grantType = 'urn:ietf:params:oauth:grant-type:device_code';
// RFC 8628, section 3.2 and 3.5.
const usualIntervalSeconds = 5;
const slowerSeconds = 5;

export interface DevicePlatform {
  readonly url: string;
  readonly timeoutMs: number;
}

/**
 * Device authorization: the person confirms a code in a browser, and we ask until it is done.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8628
 */
export async function authorizeDevice(platform: DevicePlatform, { stderr }: Pick<NodeJS.Process, 'stderr'>): Promise<string> {
  const { status, json: body } = await ask(platform, 'code', { client_id: clientId });
  const { device_code: deviceCode, user_code: userCode, verification_uri: address, verification_uri_complete: whole, interval, expires_in: expiresIn } = body;
  if (status !== 200 || typeof deviceCode !== 'string' || typeof userCode !== 'string' || typeof address !== 'string') throw refused('The platform offers no sign-in of devices.', 'Use a one-time link (carnet login --link), or an API token.');
  stderr.write(`carnet: open ${oneLine(address)} and confirm the code ${oneLine(userCode)}.\n`);
  if (typeof whole === 'string') stderr.write(`carnet: with the code in it: ${oneLine(whole)}\n`);
  return await pollForToken(platform, deviceCode, { intervalSeconds: positive(interval) ?? usualIntervalSeconds, lifeSeconds: positive(expiresIn) ?? 600 });
}

async function pollForToken(platform: DevicePlatform, deviceCode: string, { intervalSeconds, lifeSeconds }: { readonly intervalSeconds: number; readonly lifeSeconds: number }): Promise<string> {
  let pause = intervalSeconds;
  for (let waited = 0; waited <= lifeSeconds; waited += pause) {
    await sleep(pause * 1000);
    const answer = await ask(platform, 'token', { grant_type: grantType, device_code: deviceCode, client_id: clientId }).catch(passing);
    if (answer === undefined) continue;
    const { status, json: body } = answer;
    if (status === 200) {
      if (typeof body['access_token'] !== 'string') throw noToken();
      return body['access_token'];
    }
    const reason = body['error'] ?? body['code'];
    if (reason === 'slow_down' || status === 429) pause += slowerSeconds;
    else if (reason === 'access_denied') throw refused('The sign-in was denied in the browser.', 'Start again with carnet login, if it was you who asked.');
    else if (reason === 'expired_token') break;
    else if (reason !== 'authorization_pending' && status < 500) throw refused('The platform refused the sign-in.', 'Start again with carnet login.');
  }
  throw refused('The code was not confirmed in time.', 'Start again with carnet login.');
}

async function ask({ url, timeoutMs }: DevicePlatform, what: 'code' | 'token', body: object): ReturnType<typeof askPlainly> {
  return await askPlainly(new URL(`${url}/v1/auth/device/${what}`), { body, timeoutMs });
}

/** The person may be confirming it just now: a platform that cannot be reached for a moment is asked again. */
function passing(error: unknown): undefined {
  if (isCarnetError(error) && ['PLATFORM_UNREACHABLE', 'DEADLINE_EXCEEDED'].includes(error.code)) return undefined;
  throw error;
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 && value <= 3600 ? value : undefined;
}

function refused(message: string, hint: string): PlatformProblem {
  return new PlatformProblem({ code: 'SIGN_IN_REFUSED', status: 401, message, hint });
}

export function noToken(): PlatformProblem {
  return new PlatformProblem({ code: 'ANSWER_INVALID', message: 'The platform confirmed the sign-in and gave no session.', hint: 'Update carnet or the platform: they are of different versions.' });
}
