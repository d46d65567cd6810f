import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { AzureCloud } from '../clouds.ts';
import type { LocalApplication, LocalFederatedCredential, LocalTenant } from '../local-azure.ts';
import { brokenCredentialRule } from './federated-credential-rules.ts';

export interface RegisteredCredential extends LocalFederatedCredential {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly addedAt: number;
}

export type PrincipalKind = 'application' | 'managedIdentity';

/** An app registration or a managed identity, as Entra sees it. */
export interface DirectoryApplication {
  readonly control: LocalApplication;
  readonly kind: PrincipalKind;
  readonly hasSecrets: boolean;
  readonly credentials: readonly RegisteredCredential[];
  acceptsSecret(secret: string): boolean;
}

export interface DirectoryTenant {
  readonly control: LocalTenant;
  readonly cloud: AzureCloud | undefined;
  application(clientId: string): DirectoryApplication | undefined;
  /** Names need not differ. */
  named(kind: PrincipalKind, name: string): readonly DirectoryApplication[];
  remove(application: DirectoryApplication): void;
}

export const guid: RegExp = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export function createTenant(clock: { now(): number }, options: { readonly id?: string; readonly cloud?: AzureCloud } = {}): DirectoryTenant {
  const id = requireGuid(options.id ?? randomUUID(), 'A tenant id');
  const applications = new Map<string, DirectoryApplication>();

  const add = (kind: PrincipalKind, settings: { readonly clientId?: string; readonly name?: string } = {}): LocalApplication => {
    const clientId = requireGuid(settings.clientId ?? randomUUID(), 'A client id');
    if (applications.has(clientId)) throw new TypeError(`The tenant has an application ${clientId} already.`);
    const application = createApplication(clock, kind, clientId, settings.name ?? `application ${applications.size + 1}`);
    applications.set(clientId, application);
    return application.control;
  };
  const control: LocalTenant = {
    id,
    application: (settings) => add('application', settings),
    managedIdentity(settings) {
      const { addClientSecret: _never, ...identity } = Object.getOwnPropertyDescriptors(add('managedIdentity', settings));
      return Object.defineProperties({}, identity) as ReturnType<LocalTenant['managedIdentity']>;
    },
  };
  return {
    control,
    cloud: options.cloud,
    application: (clientId) => applications.get(clientId.toLowerCase()),
    named: (kind, name) => [...applications.values()].filter((application) => application.kind === kind && application.control.name === name),
    remove: (application) => void applications.delete(application.control.clientId),
  };
}

function createApplication(clock: { now(): number }, kind: PrincipalKind, clientId: string, name: string): DirectoryApplication {
  const credentials: RegisteredCredential[] = [];
  const secretHashes: Buffer[] = [];
  const control: LocalApplication = {
    clientId,
    objectId: randomUUID(),
    name,
    get federatedCredentials() {
      return credentials.map((credential) => ({ name: credential.name, issuer: credential.issuer, subject: credential.subject, audience: credential.audience }));
    },
    addFederatedCredential(credential) {
      const broken = brokenCredentialRule(credential, credentials);
      if (broken !== undefined) throw new TypeError(broken);
      const { name: credentialName, issuer, subject, audience } = credential;
      credentials.push({ name: credentialName, issuer, subject, audience, addedAt: clock.now() });
    },
    removeFederatedCredential(credentialName) {
      const index = credentials.findIndex((credential) => credential.name === credentialName);
      if (index < 0) throw new TypeError(`There is no federated credential ${JSON.stringify(credentialName)}.`);
      credentials.splice(index, 1);
    },
    addClientSecret() {
      const secret = randomBytes(30).toString('base64url');
      secretHashes.push(hash(secret));
      return secret;
    },
  };
  return {
    control,
    kind,
    credentials,
    get hasSecrets() {
      return secretHashes.length > 0;
    },
    acceptsSecret: (secret) => secretHashes.some((known) => timingSafeEqual(known, hash(secret))),
  };
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function requireGuid(text: string, what: string): string {
  if (!guid.test(text)) throw new TypeError(`${what} is a GUID, and ${JSON.stringify(text)} is none.`);
  return text.toLowerCase();
}
