import type { Exchange } from '@carnet/core';
import type { CloudSide } from './scene/cloud-side.ts';
import type { Scene } from './scene/set-scene.ts';

/** What one kickoff did at one cloud: no token and no value. */
export interface CloudUse {
  readonly cloud: CloudSide['name'];
  readonly token: {
    readonly issuer: string;
    readonly subject: string;
    readonly audience: string;
    readonly jti: string;
    readonly lifetimeSeconds: number;
    /** Whether it was signed for this kickoff, or handed out again. */
    readonly fresh: boolean;
    /** How long the issuer took to hand it out. */
    readonly durationMs: number;
  };
  readonly exchanges: number;
  readonly exchangeMs: number;
  /** What arrived at the cloud. Key Vault answers a first request with a challenge. */
  readonly requests: { readonly token: number; readonly challenge: number; readonly read: number };
}

/** Since when: what stood in the scene's lists before the kickoff began. */
export interface Beginning {
  readonly minted: number;
  readonly handedOut: number;
}

export function cloudUseOf(scene: Scene, side: CloudSide, exchanges: readonly Exchange[], since: Beginning): CloudUse {
  const handedOut = scene.handedOut.slice(since.handedOut).find(({ claims }) => claims.aud === side.audience);
  if (handedOut === undefined) throw new Error(`The issuer handed out no token for ${side.name}.`);
  const { claims, durationMs } = handedOut;
  const own = exchanges.filter(({ provider }) => provider === side.provider);
  return {
    cloud: side.name,
    token: {
      issuer: claims.iss,
      subject: claims.sub,
      audience: claims.aud,
      jti: claims.jti,
      lifetimeSeconds: claims.exp - claims.iat,
      fresh: scene.minted.slice(since.minted).some(({ jti }) => jti === claims.jti),
      durationMs: rounded(durationMs),
    },
    exchanges: own.length,
    exchangeMs: rounded(own.reduce((sum, exchange) => sum + exchange.durationMs, 0)),
    requests: requestsAt(scene, side),
  };
}

function requestsAt({ clouds }: Scene, { services }: CloudSide): CloudUse['requests'] {
  const statuses = (wanted: string): readonly number[] => clouds.requests.filter(({ service }) => service === wanted).map(({ status }) => status);
  const asked = statuses(services.secrets);
  const challenge = asked.filter((status) => status === 401).length;
  return { token: statuses(services.token).length, challenge, read: asked.length - challenge };
}

/** Milliseconds, to a tenth. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
