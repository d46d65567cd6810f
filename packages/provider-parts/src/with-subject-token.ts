import { CarnetError, type ErrorCode, type SubjectTokenRequest } from '@carnet/provider';
import { raced } from './abort.ts';
import type { ProviderName } from './provider-name.ts';

export interface SubjectTokenUse<T> {
  readonly provider: ProviderName;
  subjectToken(request: SubjectTokenRequest): Promise<string>;
  readonly signal: AbortSignal;
  /** One exchange. */
  send(token: string): Promise<T>;
}

// A cached subject token may have run out, or be signed by a key that is gone: the two refusals that a fresh one can mend.
const mendedByRenewal: readonly ErrorCode[] = ['CLOCK_SKEW', 'SIGNATURE_REJECTED'];

/**
 * Exchanges a subject token; once more with a new one where the cloud's refusal may be about the age of the first.
 *
 * @throws CarnetError `SUBJECT_TOKEN_UNAVAILABLE` where the source threw something else; whatever `send` throws
 */
export async function withSubjectToken<T>({ provider, subjectToken, signal, send }: SubjectTokenUse<T>): Promise<T> {
  const mint = async (renew: boolean): Promise<string> => {
    try {
      return await raced(subjectToken({ signal, ...(renew && { renew }) }), signal, provider);
    } catch (error) {
      if (CarnetError.isInstance(error)) throw error;
      throw new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', provider: provider.id, step: 'mint', message: `The source of subject tokens gave none for ${provider.title}.` });
    }
  };
  const token = await mint(false);
  try {
    return await send(token);
  } catch (error) {
    if (!CarnetError.isInstance(error) || !mendedByRenewal.includes(error.code)) throw error;
    const renewed = await mint(true);
    if (renewed === token) throw error;
    return await send(renewed);
  }
}
