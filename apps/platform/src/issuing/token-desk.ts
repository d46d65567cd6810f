import { CarnetError } from '@carnet/provider';
import type { Actor } from '../audit/audit.ts';
import type { TokenDesk } from '../provider-host/provider-host.ts';
import type { Store } from '../store/store.ts';
import type { PlatformIssuer } from './platform-issuer.ts';
import { tokenRuleOf, type TokenConfig } from './token-rule.ts';
import type { HostedManifest } from '../provider-host/provider-host.ts';

/** For which credential the provider host may ask. */
export interface DeskRequest {
  readonly organization: string;
  readonly actor: Actor;
  /** Of the credential; undefined where it has none, which then gets no token. */
  readonly config: TokenConfig | undefined;
  /** Where the subject of the config names an automation: the one for which it is tested. */
  readonly automation?: string | undefined;
}

export interface TokenDeskParts {
  readonly issuer: Pick<PlatformIssuer, 'mintFor'>;
  readonly store: Pick<Store, 'db'>;
  readonly manifests: () => readonly HostedManifest[];
}

/** Mints for tests, lists and checks inside of the platform: to the process of the provider, and never to a client. */
export function createTokenDesk({ issuer, store, manifests }: TokenDeskParts): (request: DeskRequest) => TokenDesk {
  return ({ organization, actor, config, automation }) => {
    const configOrFail = (): TokenConfig => {
      if (config !== undefined) return config;
      throw new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: 'The credential uses no workload identity config.' });
    };
    const common = { organization, actor, automation, purpose: 'connection-test' } as const;
    return {
      async subjectToken({ renew, signal }) {
        return (await issuer.mintFor({ ...common, config: configOrFail(), renew, signal })).token;
      },
      async probe({ audience, organization: decoy, signal }) {
        const asked = configOrFail();
        if (decoy === undefined ? !audience.startsWith('urn:carnet:probe:') : audience !== tokenRuleOf(manifests(), asked).audience || await isOrganization(store, decoy)) {
          throw new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: 'A probe names an organization that there is not, or an audience of its own.' });
        }
        return (await issuer.mintFor({ ...common, config: asked, probe: { audience, organization: decoy }, signal })).token;
      },
    };
  };
}

/** Deleted ones count: their ids are never given again. */
async function isOrganization({ db }: Pick<Store, 'db'>, id: string): Promise<boolean> {
  return await db.selectFrom('organization').select('id').where('id', '=', id).executeTakeFirst() !== undefined;
}
