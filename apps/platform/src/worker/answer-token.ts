import { platform } from '@carnet/identity';
import { CarnetError, type SubjectTokenSource } from '@carnet/provider';
import type { KickoffJob } from '../worker-protocol/protocol.ts';
import type { TokenAnswer, TokenQuestion } from './slot.ts';
import type { WorkerIdentity } from './worker-identity.ts';

export interface TokenParts {
  readonly url: URL;
  readonly token: () => string;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly identity: WorkerIdentity;
  readonly signal: AbortSignal;
}

// A kickoff needs one for each config, and one more where the cloud refused it.
const mostQuestions = 100;

/** Answers one kickoff's questions: with the platform's tokens, or from the worker's own identity where that is named for the config. */
export function tokenAnswers({ kickoffId, fence, workloadIdentities }: KickoffJob, { url, token, fetch, identity, signal }: TokenParts): (question: TokenQuestion) => Promise<TokenAnswer> {
  const ofPlatform = platform({ url, token: token(), holder: { kickoff: kickoffId, fence }, fetch });
  let asked = 0;
  return async ({ question, workloadIdentity, audience, renew }) => {
    const refuse = (message: string, hint: string, retryable = false): TokenAnswer => ({ type: 'no-token', question, message, hint, retryable });
    const config = Object.hasOwn(workloadIdentities, workloadIdentity) ? workloadIdentities[workloadIdentity] : undefined;
    if (config === undefined) return refuse('No workload identity config of this id belongs to the kickoff.', 'Use the config through a credential of a variable of the automation.');
    if (++asked > mostQuestions) return refuse(`The kickoff asked for more than ${mostQuestions} tokens.`, 'Look at what its provider does.');
    const source: SubjectTokenSource = identity.sourceFor({ id: workloadIdentity, kind: config.kind }) ?? ofPlatform;
    try {
      return { type: 'token', question, token: await source.subjectToken({ workloadIdentity, audience, renew, signal }) };
    } catch (error) {
      if (CarnetError.isInstance(error)) return refuse(`${error.message} (${error.code})`, error.hint, error.retryable);
      return refuse('No subject token was given.', 'Start the kickoff again; if it lasts, look at the log of the worker.');
    }
  };
}

/** What the cloud credential of each config belongs to; one that came of the worker's own identity is told apart. */
export function sessionKeysOf({ workloadIdentities }: KickoffJob, identity: WorkerIdentity): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(workloadIdentities).map(([id, { kind, version, issuer = '', subject }]) =>
    [id, `${id}@${version} ${identity.sourceFor({ id, kind }) === undefined ? `${issuer} ${subject}` : 'worker'}`]));
}
