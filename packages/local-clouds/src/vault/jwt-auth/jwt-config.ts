import { isSet, textField, textListField, type Fields } from '../request-fields.ts';
import { badRequest, notImitated } from '../vault-refusal.ts';
import { knownAlgorithms } from './verify-token.ts';

/** The settings of a JWT auth mount. */
export interface JwtConfig {
  readonly discoveryUrl: string;
  readonly boundIssuer: string;
  readonly defaultRole: string;
  /** Empty: all that Vault knows. */
  readonly algorithms: readonly string[];
}

const ways = ['oidc_discovery_url', 'jwks_url', 'jwks_pairs', 'jwt_validation_pubkeys'];
const taken = ['oidc_discovery_url', 'bound_issuer', 'default_role', 'jwt_supported_algs', 'namespace_in_state'];

/** @throws VaultRefusal naming what is wrong; whether the issuer answers is asked elsewhere */
export function readConfig(fields: Fields): JwtConfig {
  if (ways.filter((name) => isSet(fields[name])).length !== 1) throw badRequest(`exactly one of 'jwt_validation_pubkeys', 'jwks_url', 'jwks_pairs' or 'oidc_discovery_url' must be set`);
  const other = Object.keys(fields).find((name) => !taken.includes(name) && isSet(fields[name]));
  if (other !== undefined) throw notImitated(other);
  const algorithms = textListField(fields, 'jwt_supported_algs') ?? [];
  const unknown = algorithms.find((name) => !knownAlgorithms.includes(name));
  if (unknown !== undefined) throw badRequest(`invalid jwt_supported_algs: unsupported signing algorithm ${JSON.stringify(unknown)}`);
  return {
    discoveryUrl: textField(fields, 'oidc_discovery_url') ?? '',
    boundIssuer: textField(fields, 'bound_issuer') ?? '',
    defaultRole: textField(fields, 'default_role') ?? '',
    algorithms,
  };
}

/** A configuration as it is read. */
export function configResource(config: JwtConfig): object {
  return {
    bound_issuer: config.boundIssuer,
    default_role: config.defaultRole,
    jwks_ca_pem: '',
    jwks_pairs: [],
    jwks_url: '',
    jwt_supported_algs: config.algorithms,
    jwt_validation_pubkeys: [],
    namespace_in_state: true,
    oidc_client_id: '',
    oidc_discovery_ca_pem: '',
    oidc_discovery_url: config.discoveryUrl,
    oidc_response_mode: '',
    oidc_response_types: [],
    provider_config: {},
    unsupported_critical_cert_extensions: [],
  };
}
