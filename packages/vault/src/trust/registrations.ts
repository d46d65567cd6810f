import type { RegisteredTrust, Registrations, SentToken, Settings } from '@carnet/provider';
import { isJsonObject, objectField, ownField, textField, type JsonObject } from '../json-object.ts';
import { authPath, rolePath, vaultCommand } from '../vault-command.ts';

/** What `vault read` prints of the role, and of the configuration of its mount: each tells its own part. */
export const registrations: Registrations = {
  commands: (identity) => [rolePath({ identity }), `${authPath({ identity })}/config`].map((path) => vaultCommand({ identity }, 'read', ['-format=json', path])),
  read(document, { identity, token }) {
    const data = isJsonObject(document) ? objectField(document, 'data') : undefined;
    if (ownField(data, 'role_type') !== undefined) return [readRole(data, identity, token)];
    return ownField(data, 'bound_issuer') === undefined ? [] : [readConfig(data, identity, token)];
  },
};

/** Vault takes a value that begins with @ for the name of a file. */
const value = (field: string, text: string): string => `${field}=${text.replace(/^@/, String.raw`\@`)}`;

function textsField(object: JsonObject | undefined, field: string): readonly string[] {
  const list = ownField(object, field);
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
}

function readRole(role: JsonObject | undefined, identity: Settings, token: SentToken): RegisteredTrust {
  const subject = textField(role, 'bound_subject') ?? '';
  const audiences = textsField(role, 'bound_audiences');
  const claims = objectField(role, 'bound_claims') ?? {};
  const problems = [
    ...(textField(role, 'role_type') === 'jwt' ? [] : ['Its type is oidc, for people with a browser: a token cannot log in.']),
    ...(subject === '' ? ['It has no bound_subject: every subject of the issuer may log in.'] : []),
    ...(audiences.length === 0 ? ['It has no bound_audiences, and our token has an audience: it is refused.'] : []),
    ...(textField(role, 'user_claim') === 'sub' ? [] : [`Its user_claim is ${textField(role, 'user_claim') || 'not set'}, and not sub.`]),
    ...(Object.keys(claims).length === 0 ? [] : [`It has bound_claims, which are not compared, of ${Object.keys(claims).join(', ')}.`]),
  ];
  const fits = subject === token.subject && audiences.includes(token.audience) && textField(role, 'role_type') === 'jwt' && textField(role, 'user_claim') === 'sub';
  const words = [rolePath({ identity }), 'role_type=jwt', 'user_claim=sub', value('bound_audiences', [...audiences.filter((each) => each !== token.audience), token.audience].join(',')), value('bound_subject', token.subject)];
  return {
    name: rolePath({ identity }),
    ...(subject === '' ? {} : { subject }),
    ...(audiences.length === 0 ? {} : { audiences }),
    ...(problems.length === 0 ? {} : { problems }),
    ...(fits ? {} : { command: vaultCommand({ identity }, 'write', words) }),
  };
}

function readConfig(config: JsonObject | undefined, identity: Settings, { issuer }: SentToken): RegisteredTrust {
  // Without a bound issuer it is the discovery document that says whose tokens are taken.
  const bound = textField(config, 'bound_issuer') || textField(config, 'oidc_discovery_url') || undefined;
  const path = `${authPath({ identity })}/config`;
  const problems = [
    ...(bound === undefined ? ['It is bound to no issuer.'] : []),
    ...(bound === issuer ? [] : ['The command replaces the whole configuration of the mount, for everybody who logs in there: where somebody else does, give our issuer a mount of its own.']),
  ];
  return {
    name: path,
    ...(bound === undefined ? {} : { issuer: bound }),
    ...(problems.length === 0 ? {} : { problems }),
    ...(bound === issuer ? {} : { command: vaultCommand({ identity }, 'write', [path, `oidc_discovery_url=${issuer}`, `bound_issuer=${issuer}`]) }),
  };
}
