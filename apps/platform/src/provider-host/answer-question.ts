import { CarnetError } from '@carnet/provider';
import { PlatformError } from '../errors/platform-error.ts';
import { contractError } from './host-error.ts';
import type { Question } from './messages.ts';
import { HostedError, type TokenDesk } from './provider-host.ts';

export interface AskedDesk {
  readonly tokens: TokenDesk;
  readonly organization: string;
  /** Of the credential's identity; undefined for a static one, which gets no token. */
  readonly audience: string | undefined;
  readonly probe: boolean;
}

// A test tries for 5 minutes, every 10 seconds, and renews what was refused.
const mostQuestions = 100;
const mostDecoys = 2;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Answers one call's questions. The process ran foreign code: nothing in a question counts but what is checked here. */
export function questionDesk({ tokens, organization, audience, probe }: AskedDesk): (question: Question, signal: AbortSignal) => Promise<string> {
  let asked = 0;
  let decoys = 0;
  return async ({ renew = false, decoy }, signal) => {
    if (audience === undefined) throw refused('A static credential gets no subject token.');
    if (++asked > mostQuestions) throw refused(`The call asked for more than ${mostQuestions} tokens.`);
    try {
      if (decoy === undefined) return await tokens.subjectToken({ renew, signal });
      if (!probe || tokens.probe === undefined || ++decoys > mostDecoys || !isDecoy(decoy, organization, audience)) throw refused('No such decoy was asked for.');
      return await tokens.probe({ ...decoy, signal });
    } catch (error) {
      throw told(error);
    }
  };
}

/** A token that lets nobody in: for a stranger, or for an audience that is no cloud's. */
function isDecoy({ audience, organization }: NonNullable<Question['decoy']>, own: string, ofIdentity: string): boolean {
  if (organization === undefined) return /^urn:carnet:probe:[0-9a-f-]{36}$/.test(audience);
  return uuid.test(organization) && organization !== own && audience === ofIdentity;
}

function told(error: unknown): unknown {
  if (error instanceof HostedError) return error;
  if (CarnetError.isInstance(error) || error instanceof PlatformError) return refused(`${error.message} (${error.code})`, error.hint);
  return error;
}

function refused(message: string, hint = 'Look at what the provider does.'): HostedError {
  return contractError('SUBJECT_TOKEN_UNAVAILABLE', message, hint);
}
