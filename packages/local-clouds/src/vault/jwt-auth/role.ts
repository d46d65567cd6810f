import { booleanField, durationField, isSet, objectField, textField, textListField, wholeNumberField, type Fields } from '../request-fields.ts';
import { badRequest, notImitated } from '../vault-refusal.ts';

/** A role of a JWT auth mount. Times count in seconds; 0 leaves them to the server. */
export interface JwtRole {
  readonly name: string;
  readonly type: 'jwt' | 'oidc';
  readonly userClaim: string;
  readonly boundAudiences: readonly string[];
  readonly boundSubject: string;
  readonly boundClaims: Fields | null;
  readonly boundClaimsType: 'string' | 'glob';
  readonly claimMappings: Readonly<Record<string, string>> | null;
  readonly clockSkewLeeway: number;
  readonly expirationLeeway: number;
  readonly notBeforeLeeway: number;
  readonly policies: readonly string[];
  readonly ttl: number;
  readonly maxTtl: number;
  readonly uses: number;
  readonly noDefaultPolicy: boolean;
}

// Taken when they are empty, as clients send them.
const fieldsNotImitated = [
  'groups_claim', 'user_claim_json_pointer', 'max_age', 'token_bound_cidrs', 'bound_cidrs', 'token_period', 'period', 'token_explicit_max_ttl',
];

/**
 * Reads a role as it is written, with what it had before.
 *
 * @throws VaultRefusal naming the rule of Vault that is broken
 */
export function readRole(name: string, fields: Fields, before: JwtRole | undefined): JwtRole {
  const other = fieldsNotImitated.find((field) => isSet(fields[field]));
  if (other !== undefined) throw notImitated(other);
  if (!['', 'default', 'service', 'default-service'].includes(textField(fields, 'token_type') ?? '')) throw notImitated('a token of this type');
  const type = textField(fields, 'role_type') || 'oidc';
  if (type !== 'jwt' && type !== 'oidc') throw badRequest(`invalid 'role_type': ${type}`);
  const boundClaimsType = textField(fields, 'bound_claims_type') || 'string';
  if (boundClaimsType !== 'string' && boundClaimsType !== 'glob') throw badRequest(`invalid 'bound_claims_type': ${boundClaimsType}`);
  const role: JwtRole = {
    name,
    type,
    boundClaimsType,
    userClaim: textField(fields, 'user_claim') ?? before?.userClaim ?? '',
    boundAudiences: textListField(fields, 'bound_audiences') ?? before?.boundAudiences ?? [],
    boundSubject: textField(fields, 'bound_subject') ?? before?.boundSubject ?? '',
    boundClaims: objectField(fields, 'bound_claims') ?? before?.boundClaims ?? null,
    claimMappings: mappingsOf(objectField(fields, 'claim_mappings')) ?? before?.claimMappings ?? null,
    clockSkewLeeway: durationField(fields, 'clock_skew_leeway') ?? before?.clockSkewLeeway ?? 0,
    expirationLeeway: durationField(fields, 'expiration_leeway') ?? before?.expirationLeeway ?? 0,
    notBeforeLeeway: durationField(fields, 'not_before_leeway') ?? before?.notBeforeLeeway ?? 0,
    policies: textListField(fields, 'token_policies') ?? textListField(fields, 'policies') ?? before?.policies ?? [],
    ttl: durationField(fields, 'token_ttl') ?? durationField(fields, 'ttl') ?? before?.ttl ?? 0,
    maxTtl: durationField(fields, 'token_max_ttl') ?? durationField(fields, 'max_ttl') ?? before?.maxTtl ?? 0,
    uses: wholeNumberField(fields, 'token_num_uses') ?? wholeNumberField(fields, 'num_uses') ?? before?.uses ?? 0,
    noDefaultPolicy: booleanField(fields, 'token_no_default_policy') ?? before?.noDefaultPolicy ?? false,
  };
  const broken = brokenRoleRule(role);
  if (broken !== undefined) throw badRequest(broken);
  if (type === 'oidc' && (textListField(fields, 'allowed_redirect_uris') ?? []).length === 0) throw badRequest("'allowed_redirect_uris' must be set if 'role_type' is 'oidc' or unspecified.");
  return role;
}

/** What a role breaks, in Vault's words, or undefined. */
export function brokenRoleRule(role: JwtRole): string | undefined {
  if (role.ttl < 0) return `error converting input for field "token_ttl": cannot provide negative value '${role.ttl}'`;
  if (role.maxTtl < 0) return `error converting input for field "token_max_ttl": cannot provide negative value '${role.maxTtl}'`;
  if (role.maxTtl > 0 && role.ttl > role.maxTtl) return "'token_ttl' cannot be greater than 'token_max_ttl'";
  if (role.uses < 0) return "'token_num_uses' cannot be negative";
  if (role.userClaim === '') return 'a user claim must be defined on the role';
  if (Object.values(role.claimMappings ?? {}).includes('role')) return 'metadata key "role" is reserved and may not be a mapping destination';
  const unbound = role.boundAudiences.length === 0 && role.boundSubject === '' && Object.keys(role.boundClaims ?? {}).length === 0;
  return role.type === 'jwt' && unbound ? 'must have at least one bound constraint when creating/updating a role' : undefined;
}

/** A role as it is read. */
export function roleResource(role: JwtRole): object {
  return {
    role_type: role.type,
    user_claim: role.userClaim,
    user_claim_json_pointer: false,
    bound_audiences: role.boundAudiences,
    bound_subject: role.boundSubject,
    bound_claims: role.boundClaims,
    bound_claims_type: role.boundClaimsType,
    claim_mappings: role.claimMappings,
    clock_skew_leeway: role.clockSkewLeeway,
    expiration_leeway: role.expirationLeeway,
    not_before_leeway: role.notBeforeLeeway,
    groups_claim: '',
    allowed_redirect_uris: null,
    oidc_scopes: null,
    verbose_oidc_logging: false,
    max_age: 0,
    token_bound_cidrs: [],
    token_explicit_max_ttl: 0,
    token_max_ttl: role.maxTtl,
    token_no_default_policy: role.noDefaultPolicy,
    token_num_uses: role.uses,
    token_period: 0,
    token_policies: role.policies,
    token_ttl: role.ttl,
    token_type: 'default',
  };
}

function mappingsOf(object: Fields | undefined): Readonly<Record<string, string>> | undefined {
  return object && Object.fromEntries(Object.keys(object).map((claim) => [claim, textField(object, claim) ?? '']));
}
