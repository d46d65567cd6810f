import { execFileSync } from 'node:child_process';
import type { LocalFederation } from './local-federation.ts';

type Words = readonly string[];

/**
 * Does at the local clouds what a printed command would do at the real ones. A shell takes it apart, so that a wrong quote is a wrong word;
 * of what a command asks inside of another one, only the answer that a scope needs is given.
 *
 * @throws Error for a command that changes nothing, or that these clouds do not know
 */
export function performCommand(federation: LocalFederation, command: string): void {
  const calls = callsOf(command).filter((words) => !isQuestion(words));
  if (calls.length === 0) throw new Error(`Nothing is changed by: ${command}`);
  for (const words of calls) perform(federation, words);
}

const tools = ['az', 'aws', 'gcloud', 'vault'];
const isQuestion = (words: Words): boolean => words.slice(1, 5).some((word) => ['show', 'list', 'read', 'describe'].includes(word));

function callsOf(command: string): readonly Words[] {
  const functions = tools.map((tool) => `${tool}() { { printf '%s\\0' ${tool} "$@"; [ -t 0 ] || cat; printf '\\001'; } >&3; case "$*" in 'keyvault show'*) echo /vaults/it;; esac; }`);
  const text = execFileSync('/bin/sh', ['-c', `exec 3>&1 >/dev/null; ${functions.join('; ')}; ${command}`], { encoding: 'utf8', input: '', env: { PATH: process.env['PATH'] } });
  return text.split('\u0001').slice(0, -1).map((call) => call.split('\0'));
}

function perform(federation: LocalFederation, words: Words): void {
  const [tool, ...rest] = words;
  const does = tool === 'az' ? azure : tool === 'aws' ? aws : tool === 'gcloud' ? google : vault;
  if (!does(federation, rest)) throw new Error(`The local clouds do not know: ${words.slice(0, 6).join(' ')}`);
}

/** `--name value` and `--name=value`. */
function option(words: Words, name: string): string {
  const index = words.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  const word = words[index] ?? '';
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : (words[index + 1] ?? '');
}

const starts = (words: Words, text: string): boolean => words.join(' ').startsWith(text);

function azure({ azure: { application, vault: keyVault } }: LocalFederation, words: Words): boolean {
  if (starts(words, 'ad app federated-credential')) {
    const { name, issuer, subject, audiences } = JSON.parse(option(words, 'parameters')) as { name: string; issuer: string; subject: string; audiences: readonly [string] };
    const changed = starts(words, 'ad app federated-credential update') ? option(words, 'federated-credential-id') : undefined;
    if (changed !== undefined) application.removeFederatedCredential(changed);
    application.addFederatedCredential({ name: changed ?? name, issuer, subject, audience: audiences[0] });
    return true;
  }
  if (starts(words, 'role assignment create')) {
    const secret = /\/secrets\/(.+)$/.exec(option(words, 'scope'))?.[1];
    keyVault.grant({ principal: application, role: option(words, 'role') as 'Key Vault Secrets User', ...(secret === undefined ? {} : { secret }) });
    return true;
  }
  if (starts(words, 'keyvault update') && option(words, 'enable-rbac-authorization') === 'true') {
    keyVault.authorization = 'rbac';
    return true;
  }
  if (starts(words, 'keyvault secret set-attributes') && option(words, 'enabled') === 'true') {
    keyVault.enable(option(words, 'name'));
    return true;
  }
  return false;
}

function aws({ aws: { account, role } }: LocalFederation, words: Words): boolean {
  const document = (): object => JSON.parse(option(words, 'policy-document')) as object;
  if (starts(words, 'iam update-assume-role-policy') && option(words, 'role-name') === role.name) {
    role.trustPolicy = document();
    return true;
  }
  if (starts(words, 'iam put-role-policy') && option(words, 'role-name') === role.name) {
    role.putPolicy(option(words, 'policy-name'), document());
    return true;
  }
  if (starts(words, 'iam create-open-id-connect-provider')) {
    account.oidcProvider({ url: option(words, 'url'), clientIds: [option(words, 'client-id-list')] });
    return true;
  }
  return false;
}

function google({ google: { project, provider } }: LocalFederation, words: Words): boolean {
  const binding = { member: option(words, 'member'), role: option(words, 'role') };
  if (starts(words, `iam workload-identity-pools providers update-oidc ${provider.resourceName} --attribute-condition`)) {
    provider.attributeCondition = option(words, 'attribute-condition');
    return true;
  }
  if (starts(words, 'secrets add-iam-policy-binding')) {
    project.secrets().grant(words[2] ?? '', binding);
    return true;
  }
  if (starts(words, `projects add-iam-policy-binding ${project.id}`)) {
    project.grant(binding);
    return true;
  }
  return false;
}

function vault({ vault: { jwt, server, role } }: LocalFederation, words: Words): boolean {
  const plain = words.filter((word) => !word.startsWith('-') || word === '-');
  const value = (name: string): string | undefined => plain.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  if (plain[0] === 'write' && plain[1] === `auth/jwt/role/${role.name}`) {
    const [subject, audiences] = [value('bound_subject'), value('bound_audiences')];
    jwt.role({ ...role, ...(subject !== undefined && { boundSubject: subject }), ...(audiences !== undefined && { boundAudiences: audiences.split(',') }) });
    return true;
  }
  if (starts(plain, 'policy write')) {
    const [, path = '', capabilities = ''] = /path "([^"]+)" \{ capabilities = (\[.*\]) \}/.exec(words.at(-1) ?? '') ?? [];
    server.root.policy(plain[2] ?? '', { [path]: JSON.parse(capabilities) as ['read'] });
    // The cure says so: the policy is to be named in the role.
    jwt.role({ ...role, policies: [...role.policies, plain[2] ?? ''] });
    return true;
  }
  return false;
}
