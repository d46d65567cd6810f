/** The accounts of one `LocalClouds`: STS, IAM and Secrets Manager. */
export interface LocalAws {
  /** Milliseconds for which STS keeps the keys of an issuer. Default 0: fetched for each exchange. */
  jwksCacheMs: number;
  /** Milliseconds that STS waits for each of an issuer's two documents. Default 5000. */
  issuerTimeoutMs: number;
  /**
   * Adds an account. `id` has 12 digits; random where left out.
   *
   * @throws TypeError where the id is not 12 digits or is taken
   */
  account(options?: { readonly id?: string; readonly partition?: LocalPartition }): LocalAccount;
  /**
   * Secrets, ready to be read: their credential, as `createCarnet` takes it. An account and a user with an access key are
   * made for them, in us-east-1.
   */
  sampleCredential(secrets: Readonly<Record<string, string>>): LocalAwsSampleCredential;
  /** Refuses every temporary key issued so far. */
  revokeCredentials(): void;
}

export type LocalPartition = 'aws' | 'aws-cn' | 'aws-us-gov';

/** A credential in the form that `createCarnet` takes. */
export interface LocalAwsSampleCredential {
  readonly provider: 'aws';
  readonly method: 'access-key';
  readonly settings: { readonly accessKeyId: string };
  readonly secrets: { readonly secretAccessKey: string };
  readonly store: { readonly region: string };
}

/** One account, seen by its owner: nothing here needs a signature. */
export interface LocalAccount {
  readonly id: string;
  readonly partition: LocalPartition;
  /**
   * Registers an OpenID Connect provider by IAM's rules.
   *
   * @throws TypeError naming the rule that is broken
   */
  oidcProvider(options: { readonly url: string; readonly clientIds: readonly string[] }): LocalOidcProvider;
  /**
   * Adds a role.
   *
   * @param options `trustPolicy` is a policy document (an object, sent to IAM as JSON); `maxSessionSeconds` is 3600 where left out
   * @throws TypeError naming the rule that is broken
   */
  role(options: { readonly name: string; readonly path?: string; readonly trustPolicy: object; readonly maxSessionSeconds?: number }): LocalRole;
  /** A role that one subject of one issuer may take: the provider (unless registered already), and a trust policy with `aud` and `sub`. */
  federatedRole(options: { readonly name: string; readonly issuer: string; readonly subject: string; readonly audience?: string; readonly allowTags?: boolean }): LocalRole;
  user(options: { readonly name: string }): LocalUser;
  /** The secrets of one region. */
  secrets(region: string): LocalSecrets;
}

export interface LocalOidcProvider {
  readonly arn: string;
  readonly url: string;
  readonly clientIds: readonly string[];
  remove(): void;
}

/** Whoever an identity policy is attached to. */
export interface LocalIdentity {
  readonly arn: string;
  /** Attaches or replaces an identity policy: a policy document as an object. */
  putPolicy(name: string, document: object): void;
  removePolicy(name: string): void;
  /** Allows reading (get, batch, describe) these secrets, all where left out. A shorthand for `putPolicy`. */
  allowRead(secretArns?: readonly string[]): void;
}

export interface LocalRole extends LocalIdentity {
  readonly name: string;
  /** The trust policy. May be replaced. */
  trustPolicy: object;
  maxSessionSeconds: number;
  /** Sessions that were made, oldest first, with the name and the tags each carries. Never a credential. */
  readonly sessions: readonly { readonly name: string; readonly tags: Readonly<Record<string, string>>; readonly expiresAt: number }[];
}

export interface LocalUser extends LocalIdentity {
  readonly name: string;
  /** Makes an access key and gives it back, the only time the secret is shown. */
  createAccessKey(): { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The secrets of one account and region, seen by their owner. */
export interface LocalSecrets {
  readonly region: string;
  /** Puts a new version and makes it AWSCURRENT; creates the secret where there is none. Gives the version id back. */
  set(name: string, value: string | Uint8Array, options?: { readonly kmsKeyId?: string }): string;
  /** The secret's ARN, with its six random characters. */
  arn(name: string): string;
  /** Deletes with a recovery window: reads answer InvalidRequestException until `restore`. */
  remove(name: string): void;
  restore(name: string): void;
  /** Moves a staging label to a version. */
  moveStage(name: string, stage: string, versionId: string): void;
}
