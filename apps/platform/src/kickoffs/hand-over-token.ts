import { IssuerError, type Issuer, type UnconfiguredIssuer } from '@carnet/oidc-issuer';
import { isRecord, shown } from '../organization/json-record.ts';
import type { Automation } from '../organization/organization.ts';
import type { MessageToProcess, TokenQuestion } from '../kickoff-process/messages.ts';

export type PlatformIssuer = Pick<Issuer | UnconfiguredIssuer, 'issuer' | 'problem' | 'mint' | 'handler' | 'handles'>;

export interface TokenHolder {
  readonly issuer: PlatformIssuer;
  readonly organization: string;
  readonly automation: Automation;
  readonly kickoff: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

// A kickoff needs one for each config, and one more where the cloud refused it.
const mostQuestions = 100;

/**
 * Answers one kickoff's questions for subject tokens, one at a time. Only configs of its automation have an answer; audience
 * and subject come from what is stored, and nothing else in a question counts.
 */
export function createTokenDesk(holder: TokenHolder): (question: TokenQuestion) => Promise<MessageToProcess> {
  let asked = 0;
  return async ({ question, workloadIdentity, renew }) => {
    const refuse = (message: string, hint: string): MessageToProcess => {
      holder.log(`kickoff ${holder.kickoff}: no subject token for ${shown(workloadIdentity)}. ${message}`);
      return { type: 'no-token', question, message, hint };
    };
    const config = holder.automation.workloadIdentities.get(workloadIdentity);
    if (config === undefined) return refuse('No workload identity config of this name belongs to the automation.', 'Use the config through a credential of a variable that the automation has.');
    if (++asked > mostQuestions) return refuse(`The kickoff asked for more than ${mostQuestions} tokens.`, 'Look at what its provider does.');
    try {
      const { token, claims } = await holder.issuer.mint({
        organization: holder.organization,
        automation: config.subject === 'automation' ? holder.automation.id : undefined,
        audience: config.audience,
        organizationIssuer: config.organizationIssuer,
        sessionTags: config.sessionTags,
        renew,
        signal: holder.signal,
      });
      holder.log(`kickoff ${holder.kickoff}: handed over subject token ${claims.jti} (${claims.sub}, for ${claims.aud})`);
      return { type: 'token', question, token };
    } catch (error) {
      if (IssuerError.isInstance(error)) return refuse(`${error.message} (${error.code})`, error.hint);
      return refuse('The issuer did not mint one.', 'Start the kickoff again; if it lasts, look at the log of the server.');
    }
  };
}

/** A question as the process may put it, or undefined. */
export function readTokenQuestion(message: unknown): TokenQuestion | undefined {
  if (!isRecord(message) || message['type'] !== 'subject-token') return undefined;
  const { question, workloadIdentity, renew } = message;
  if (!Number.isSafeInteger(question) || typeof workloadIdentity !== 'string') throw new TypeError('This is no question.');
  return { type: 'subject-token', question: question as number, workloadIdentity, renew: renew === true };
}
