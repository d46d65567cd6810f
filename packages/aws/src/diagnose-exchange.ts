import type { Diagnosis, Failure, SentToken } from '@carnet/provider';
import { iamCommand, option } from './aws-command.ts';
import { textSetting } from './identity-settings.ts';
import { exchangeRegion, roleOfFailure } from './failure-subject.ts';
import { hostOf } from './partitions.ts';
import { shellQuote } from '@carnet/provider-parts';

function discovery(token: SentToken | undefined): Pick<Diagnosis, 'command' | 'sent'> {
  if (token === undefined) return {};
  return {
    command: `curl -fsS --max-time 5 ${shellQuote(`${token.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)}`,
    sent: { issuer: token.issuer, ...(token.keyId !== undefined && { keyId: token.keyId }) },
  };
}

export function issuerUnreachable({ token }: Failure): Diagnosis {
  return {
    cause: 'STS could not fetch the discovery document or the JWKS of our issuer, or found no key with the id of our token there.',
    cure: 'Run this from a host outside of your network: both addresses must answer over https within 5 s, with a public certificate and without a redirect, and the JWKS must hold this key id without key_ops.',
    severity: 'error',
    ...discovery(token),
  };
}

export function signatureRejected({ token }: Failure): Diagnosis {
  return {
    cause: 'STS could not verify our token: its signature with the key that the JWKS of the issuer shows, or its audience with the client ids of the OpenID Connect provider. STS does not say which.',
    cure: 'Make sure that the JWKS holds the key that signs, that it signs with RS256 or ES256, and that the provider lists our audience; after a change of keys, wait until STS has read it anew.',
    severity: 'error',
    ...discovery(token),
  };
}

/** How far the clock that wrote the token is off, at least, by the times that STS names in its refusal. */
function skewByToken(text: string | undefined): number | undefined {
  const [, now = '', end = ''] = /current date\/time (\d{9,11}) must be before the expiration date\/time (\d{9,11})/.exec(text ?? '') ?? [];
  return now === '' ? undefined : Number(end) - Number(now);
}

export function clockSkew({ error, token }: Failure): Diagnosis {
  const skew = skewByToken(error.cloudMessage);
  const measured = /\d+ s (?:ahead of|behind)/.test(error.message) || skew === undefined || Math.round(skew) === 0;
  const times = { ...(token?.issuedAt !== undefined && { issuedAt: String(token.issuedAt) }), ...(token?.expiresAt !== undefined && { expiresAt: String(token.expiresAt) }) };
  return {
    cause: measured ? error.message : `The clock that wrote our token is at least ${Math.abs(Math.round(skew))} s ${skew > 0 ? 'ahead of' : 'behind'} AWS's, so that the token is outside its valid time there.`,
    cure: 'Let NTP set the clock of the host that signs the tokens, and of this one, then try again.',
    command: 'timedatectl set-ntp true',
    severity: 'error',
    ...(token && { sent: times }),
  };
}

export function exchangeRejected(failure: Failure): Diagnosis | undefined {
  const { error } = failure;
  const region = exchangeRegion(failure);
  const role = roleOfFailure(failure);
  switch (error.cloudCode?.replace(/Exception$/, '')) {
    case 'PackedPolicyTooLarge':
      return { cause: 'The session tags of our token, packed, are larger than STS takes.', cure: 'Switch sessionTags off on the workload identity config, or shorten what else the session carries.', severity: 'error' };
    case 'RegionDisabled':
      return {
        cause: `STS is not active in ${region?.name ?? 'this region'} for the account of the role.`,
        cure: 'Activate the region in the account settings of IAM, or set region to another one and keep that of the store.',
        severity: 'error',
        ...(region && { command: `aws account get-region-opt-status --region-name ${region.name}`, sent: { region: region.name } }),
      };
    case 'ValidationError':
      return {
        cause: /MaxSessionDuration/.test(error.cloudMessage ?? '') ? 'The session is longer than the role allows.' : 'STS takes no request in this form.',
        cure: 'Compare role and duration with what this prints.',
        severity: 'error',
        ...(role && { command: iamCommand(`get-role ${option('role-name', role.name)} --query "Role.{arn:Arn, maxSessionSeconds:MaxSessionDuration}"`, region), sent: { roleArn: role.arn } }),
      };
    default:
      return undefined;
  }
}

export function staticSecretRejected(failure: Failure): Diagnosis {
  const accessKeyId = textSetting(failure.methodSettings, 'accessKeyId');
  return {
    cause: 'AWS refused the access key: it is inactive, deleted or temporary and ended, or the secret access key belongs to another id.',
    cure: 'Make a new access key and store both halves in the credential, or move the credential to workload identity, which has none.',
    severity: 'error',
    ...(accessKeyId !== undefined && { command: iamCommand(`get-access-key-last-used --access-key-id ${shellQuote(accessKeyId)}`, exchangeRegion(failure)), sent: { accessKeyId } }),
  };
}

export function stsUnreachable(failure: Failure): Diagnosis {
  const region = exchangeRegion(failure);
  return {
    cause: failure.error.message,
    cure: 'Check the region, then DNS, proxy, firewall and certificate authorities of this host.',
    severity: 'error',
    ...(region && { command: `curl -sS --max-time 5 https://${hostOf('sts', region)}` }),
  };
}
