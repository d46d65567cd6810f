/** What the parts of a type may do without breaking the promise: they are looked at without it. */
type Except = readonly string[];

/** Types that a provider hands to its host: today's must take yesterday's. */
export const given: Readonly<Record<string, Except>> = {
  Provider: ['open', 'trust', 'registrations'],
  SecretStore: ['check'],
  Manifest: ['trust'],
  IdentityDefinition: [], IdentityUse: [], AuthenticationMethod: [], AudienceRule: [], OptionalClaim: [], OptionalClaims: [], RefusedVariable: [],
  SettingsSchema: [], Field: [], StringField: [], NumberField: [], BooleanField: [], FieldPresentation: [], SettingsProblem: [],
  Authentication: [], ReadResult: [], BatchResult: [], ListedSecret: [], Diagnosis: [],
  CarnetErrorOptions: [], ErrorCode: [], Step: [], CarnetError: [],
  Observation: [], SubjectTokenRequest: [],
  SecretReference: [], SubjectTokenSource: [],
};

/** Types that a provider gets from its host: yesterday's must take today's. Codes and steps may grow. */
export const received: Readonly<Record<string, Except>> = {
  Connection: [], Settings: [], Secret: [],
  ProviderContext: [], Transport: [], TransportAgent: [], Clock: [],
  CallOptions: [], StoreReference: [],
  Failure: ['error'], SentToken: [],
  CarnetError: ['code', 'step'], ErrorDescription: [],
  FederatedIdentities: [], FederatedIdentity: [],
  SubjectTokenSourceRequest: ['claims'],
  SettingsResult: [],
};

/** Exported and outside of the promise. */
export const experimental: readonly string[] = ['TrustDefinition', 'TrustInput', 'TrustStep', 'TrustDocument', 'TrustResource', 'TrustPlan', 'RegisteredTrust', 'Registrations', 'CheckRung'];

/** Functions whose answer may become wider: a provider gives it on as it is, or it is one of the lists that grow. */
export const growingAnswers: readonly string[] = ['defineProvider', 'claimsOf'];

/** Functions whose arguments are types above, with parts that are experimental: here their number alone is looked at. */
export const takesPromisedParts: readonly string[] = ['defineProvider'];
