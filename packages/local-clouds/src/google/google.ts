import { googleTrust } from './google-trust.ts';
import { createIssuerKeys } from '../issuer-keys/issuer-keys.ts';
import type { Cloud } from '../network/cloud.ts';
import { createAccessTokens } from './access-tokens.ts';
import { googleHosts, serviceOfHost, type GoogleServiceName } from './hosts.ts';
import type { LocalGoogle } from './local-google.ts';
import { OAuthRefusal } from './oauth-refusal.ts';
import { createProject, type Project } from './project.ts';
import { sampleCredential } from './sample-credential.ts';
import { createSecretManager } from './secret-manager/secret-manager.ts';
import { createIamCredentials } from './service-accounts/iam-credentials.ts';
import { createOAuth2 } from './service-accounts/oauth2.ts';
import { createSelfSigned } from './service-accounts/self-signed.ts';
import type { ServiceAccount } from './service-accounts/service-account.ts';
import { createSts } from './sts/sts.ts';

export interface Google extends Cloud<GoogleServiceName> {
  readonly control: LocalGoogle;
}

export interface GoogleParts {
  readonly clock: { now(): number };
  /** The way from STS to the issuers. */
  fetch(request: Request): Promise<Response>;
  readonly onCredential?: ((credential: string) => void) | undefined;
}

export function createGoogle({ clock, fetch, onCredential }: GoogleParts): Google {
  const projects: Project[] = [];
  const tokens = createAccessTokens(clock, onCredential);
  const project = (name: string): Project | undefined => projects.find(({ control: { id, number } }) => id === name || number === name);
  const projectOfAccount = (email: string): Project | undefined => projects.find((each) => each.serviceAccount(email));
  const serviceAccount = (email: string): ServiceAccount | undefined => projectOfAccount(email)?.serviceAccount(email);

  const control: LocalGoogle = {
    jwksCacheMs: 0,
    issuerTimeoutMs: 5000,
    tokenLifetimeSeconds: 3599,
    subjectTokenAgeSeconds: 3600,
    boundToSubjectToken: false,
    project(options) {
      const created = createProject(clock, options);
      if (project(created.control.id) || project(created.control.number)) throw new TypeError(`There is a project ${created.control.id} or ${created.control.number} already.`);
      projects.push(created);
      return created.control;
    },
    sampleCredential: (secrets) => sampleCredential(control, secrets),
    revokeCredentials: () => tokens.revoke(),
  };

  const issuerFailed = (): OAuthRefusal => new OAuthRefusal('invalid_grant', "Error connecting to the given credential's issuer.");
  const authentication = { clock, tokens, selfSigned: createSelfSigned(clock, serviceAccount) };
  return {
    control,
    trust: googleTrust(project, serviceAccount),
    hosts: googleHosts,
    hasHost: () => true,
    serviceOf: serviceOfHost,
    services: {
      'google-sts': createSts({
        clock,
        tokens,
        settings: control,
        issuerKeys: createIssuerKeys({ clock, fetch, settings: control, failed: issuerFailed }),
        // By number alone: a project's id is no part of an audience.
        provider: (number, poolId, providerId) => projects.find((each) => each.control.number === number)?.pool(poolId)?.provider(providerId),
      }),
      iamcredentials: createIamCredentials({
        ...authentication,
        serviceAccount(email) {
          const owner = projectOfAccount(email);
          const account = owner?.serviceAccount(email);
          return owner && account ? { account, bindings: [account.bindings, owner.bindings] } : undefined;
        },
      }),
      'google-oauth2': createOAuth2({ clock, tokens, serviceAccount }),
      secretmanager: createSecretManager({ ...authentication, project }),
    },
  };
}
