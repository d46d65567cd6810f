import { CarnetError, type SubjectTokenSource } from '@carnet/provider';
import { ambientIdentity, checkTrustedToken, issuerNotes, type AmbientIdentity, type TrustedToken } from '@carnet/trust';
import { withinDeadline } from '../deadline.ts';
import { isCarnetError } from '../thrown-value.ts';
import type { TrustOptions } from './trust-options.ts';

const ambientFlags = ['namespace', 'serviceAccount', 'cluster', 'repository', 'projectPath', 'gitlabUrl', 'branch', 'tag', 'environment', 'pullRequest'] as const;

/** The token whose trust is set up, from the flags and, for what they leave open, from the configuration. */
export interface TokenPlaces {
  readonly options: TrustOptions;
  readonly source: SubjectTokenSource | undefined;
  /** What a token of the source is asked for. */
  readonly audience: () => string;
}

/** @throws CarnetError `INPUT_INVALID`, or what the source throws */
export async function whoseToken({ options, source, audience }: TokenPlaces): Promise<AmbientIdentity> {
  const { ambient, issuer, automation, organization, subject = subjectOf(options) } = options;
  if (ambient !== undefined) {
    if (organization !== undefined || automation !== undefined) throw wrong(`--${organization === undefined ? 'automation' : 'organization'} does not go with --ambient.`, 'An organization is of our own issuer. Give --subject where a subject has been customized.');
    return ambientIdentity({ ...options, kind: ambient });
  }
  const stray = ambientFlags.find((name) => options[name] !== undefined);
  if (stray !== undefined) throw wrong(`--${stray.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} goes with --ambient.`);
  if (automation !== undefined && organization === undefined) throw wrong('--automation goes with --organization.');
  if (issuer !== undefined && subject !== undefined) return trusted({ issuer, subject });
  if (source === undefined) throw wrong('Whose token is to be trusted?', 'Give --issuer with --subject or --organization, or --ambient, or run it where carnet.config.ts has an identity.');
  const ours = await tokenOf(source, audience());
  return trusted({ issuer: issuer ?? ours.issuer, subject: subject ?? ours.subject });
}

function trusted(token: TrustedToken): AmbientIdentity {
  return { ...checkTrustedToken(token), notes: issuerNotes(token.issuer) };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function subjectOf({ organization, automation }: TrustOptions): string | undefined {
  for (const [flag, id] of [['organization', organization], ['automation', automation]] as const) {
    if (id !== undefined && !uuid.test(id)) throw wrong(`--${flag} must be a UUID in lower case.`);
  }
  return organization === undefined ? undefined : `organization:${organization}${automation === undefined ? '' : `:automation:${automation}`}`;
}

const mintingMs = 10_000;

async function tokenOf(source: SubjectTokenSource, audience: string): Promise<TrustedToken> {
  const signal = AbortSignal.timeout(mintingMs);
  const token = await withinDeadline(source.subjectToken({ audience, workloadIdentity: 'trust', signal }), mintingMs, 'The identity of the configuration gave no token').catch((error: unknown) => {
    throw isCarnetError(error) ? new CarnetError({ code: error.code, step: 'mint', message: error.message, hint: sayIt }) : error;
  });
  const { iss: issuer, sub: subject } = claimsOf(token);
  if (typeof issuer !== 'string' || typeof subject !== 'string') throw new CarnetError({ code: 'SUBJECT_TOKEN_INVALID', step: 'mint', message: 'The identity of the configuration gave a token without iss or sub.', hint: sayIt });
  return { issuer, subject };
}

/** Not what the source hints at: a trust is set up where its tokens may not be had. */
const sayIt = 'Say whose token it is with --issuer and --subject or --organization, or with --ambient.';

function claimsOf(token: unknown): { readonly iss?: unknown; readonly sub?: unknown } {
  try {
    const claims: unknown = JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? claims : {};
  } catch {
    return {};
  }
}

function wrong(message: string, hint?: string): CarnetError {
  return new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message, hint });
}
