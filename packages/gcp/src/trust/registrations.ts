import type { RegisteredTrust, Registrations, SentToken } from '@carnet/provider';
import { jsonObject, objectField, objectsField, shellQuote, textField, type JsonObject } from '@carnet/provider-parts';
import { audienceOfProvider } from '../identity-settings.ts';
import { admittedSubjects, subjectCondition } from './subject-condition.ts';

const providerName = /^projects\/[^/]+\/locations\/global\/workloadIdentityPools\/[^/]+\/providers\/[^/]+$/;
const providers = 'gcloud iam workload-identity-pools providers';

/** What `gcloud … providers describe` prints, and `gcloud … providers list`. */
export const registrations: Registrations = {
  commands: ({ providerResourceName = '' }) => [`${providers} describe ${shellQuote(String(providerResourceName))} --format=json`],
  read(document, { identity, token }) {
    const all = objectsField({ all: Array.isArray(document) ? document : [document] }, 'all').flatMap((provider) => readProvider(provider, token) ?? []);
    const ours = all.filter(({ name }) => name === identity['providerResourceName']);
    // Of a whole pool, the one that our token is meant for.
    return ours.length > 0 ? ours : all;
  },
};

/** One part of a provider that does not fit, with what changes it. */
interface Finding {
  readonly problem?: string;
  /** Of `providers update-oidc`. */
  readonly option?: string;
  /** A command that goes before it. */
  readonly command?: string;
}

function readProvider(provider: JsonObject, token: SentToken): RegisteredTrust | undefined {
  const name = textField(provider, 'name') ?? '';
  if (!providerName.test(name)) return undefined;
  const oidc = objectField(provider, 'oidc');
  const issuer = textField(oidc, 'issuerUri');
  if (issuer === undefined) return { name, problems: ['It is no OIDC provider.'] };
  const listed = textsOf(oidc['allowedAudiences']);
  // Google takes its own name with the scheme in front, too.
  const audiences = listed.length > 0 ? listed : [audienceOfProvider(name), `https:${audienceOfProvider(name)}`];
  const { subject, ...condition } = subjectOf(provider, token);
  const findings: readonly Finding[] = [
    ...stateFindings(provider, name),
    ...(issuer === token.issuer ? [] : [{ option: `--issuer-uri=${shellQuote(token.issuer)}` }]),
    ...keyFindings(oidc, token),
    ...mappingFindings(provider),
    condition,
    // Without a list its own name is what it takes, and another name is another provider.
    ...(listed.length === 0 || listed.includes(token.audience) ? [] : [{ option: `--allowed-audiences=${shellQuote([...listed, token.audience].join(','))}` }]),
  ];
  const problems = findings.flatMap(({ problem }) => problem ?? []);
  const options = findings.flatMap(({ option }) => option ?? []);
  const commands = [...findings.flatMap(({ command }) => command ?? []), ...(options.length === 0 ? [] : [`${providers} update-oidc ${shellQuote(name)} ${options.join(' ')}`])];
  return {
    name,
    issuer,
    audiences,
    ...(subject === undefined ? {} : { subject }),
    ...(problems.length === 0 ? {} : { problems }),
    ...(commands.length === 0 ? {} : { command: commands.join(' && ') }),
  };
}

function textsOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
}

function stateFindings(provider: JsonObject, name: string): readonly Finding[] {
  return [
    ...(textField(provider, 'state') === 'DELETED' ? [{ problem: 'It is deleted; for 30 days it can be brought back.', command: `${providers} undelete ${shellQuote(name)}` }] : []),
    ...(provider['disabled'] === true ? [{ problem: 'It is disabled.', option: '--no-disabled' }] : []),
  ];
}

function subjectOf(provider: JsonObject, { subject }: SentToken): Finding & { readonly subject?: string } {
  const option = `--attribute-condition=${shellQuote(subjectCondition(subject))}`;
  const condition = textField(provider, 'attributeCondition') ?? '';
  if (condition.trim() === '') return { problem: 'It has no attribute condition: every subject of the issuer is let into the pool.', option };
  const admitted = admittedSubjects(condition);
  if (admitted === undefined) return { problem: `Its attribute condition has another form than assertion.sub == '…', and is not compared; the command replaces it: ${condition}`, option };
  // What the mapping makes of our subject is another text.
  if (admitted.of === 'google.subject' && mappedSubject(provider) !== 'assertion.sub') return { option };
  return admitted.subjects.includes(subject) ? { subject } : { subject: admitted.subjects.join(', '), option };
}

function mappedSubject(provider: JsonObject): string | undefined {
  return textField(objectField(provider, 'attributeMapping'), 'google.subject');
}

function mappingFindings(provider: JsonObject): readonly Finding[] {
  const mapped = mappedSubject(provider);
  if (mapped === 'assertion.sub') return [];
  const others = Object.keys(objectField(provider, 'attributeMapping')).filter((name) => name !== 'google.subject');
  const replaced = others.length === 0 ? '' : ` The command replaces the whole mapping: put ${others.join(', ')} into it again.`;
  const problem = mapped === undefined ? 'Its attribute mapping makes no google.subject.' : `Its attribute mapping makes google.subject of ${mapped}, so that a role given to our subject reaches nobody.`;
  return [{ problem: `${problem}${replaced}`, option: '--attribute-mapping=google.subject=assertion.sub' }];
}

/** Uploaded keys: Google asks the issuer for none. */
function keyFindings(oidc: JsonObject, { issuer, keyId }: SentToken): readonly Finding[] {
  const uploaded = textField(oidc, 'jwksJson') ?? '';
  if (uploaded === '' || keyId === undefined) return [];
  const keyIds = objectsField(jsonObject(uploaded), 'keys').map((key) => textField(key, 'kid') ?? '(none)');
  if (keyIds.includes(keyId)) return [];
  const discovery = shellQuote(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  return [{
    problem: `The keys of the issuer were uploaded to it, and ${keyId} is none of them (${keyIds.join(', ')}): each rotation needs another upload.`,
    command: `curl -fsS "$(curl -fsS ${discovery} | sed -n 's/.*"jwks_uri" *: *"\\([^"]*\\)".*/\\1/p')" >jwks.json`,
    option: '--jwk-json-path=jwks.json',
  }];
}
