import type { Failure } from '@carnet/provider';
import { roleOf, textSetting, type Role } from './identity-settings.ts';
import { regionNamed, type Region } from './partitions.ts';

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Undefined where the settings hold no usable one. */
export function roleOfFailure({ identity, methodSettings }: Failure): Role | undefined {
  return attempt(() => roleOf(identity ?? methodSettings, undefined));
}

export function exchangeRegion({ identity, store }: Failure): Region | undefined {
  return attempt(() => regionNamed(textSetting(identity, 'region') ?? textSetting(store, 'region')));
}

export function secretsRegion({ identity, store }: Failure): Region | undefined {
  return attempt(() => regionNamed(textSetting(store, 'region') ?? textSetting(identity, 'region')));
}

/** What AWS names in `User: … is not authorized to perform: … on resource: …`. */
export interface Denial {
  readonly user: string | undefined;
  readonly action: string | undefined;
  readonly resource: string | undefined;
  /** The kind of policy that decided: `identity-based`, `resource-based`, `VPC endpoint`, `service control`, … */
  readonly policy: string | undefined;
  readonly isExplicit: boolean;
}

export function denialOf(text: string | undefined): Denial {
  const message = text ?? '';
  return {
    user: /\bUser: (arn:[a-z-]+:(?:iam|sts)::\d{12}:[\w+=,.@/-]+)/.exec(message)?.[1],
    action: /\bnot authorized to perform: ([a-z]+:[A-Za-z]+)/.exec(message)?.[1],
    resource: /\bon resource: (arn:[a-z-]+:[a-z]+:[a-z0-9-]*:\d{12}:[\w+=,.@/:-]+)/.exec(message)?.[1],
    policy: /\b(?:because no|explicit deny in an?) ([A-Za-z -]{3,40}?) polic/.exec(message)?.[1],
    isExplicit: message.includes('explicit deny'),
  };
}
