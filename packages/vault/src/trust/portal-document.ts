import type { TrustDocument, TrustStep } from '@carnet/provider';
import { shellQuote } from '../vault-command.ts';
import { policyText, roleDocument, type VaultTrust } from './vault-trust.ts';

/** The trust by hand, in the web interface of Vault or OpenBao. */
export function portalDocument(trust: VaultTrust): TrustDocument {
  return { format: 'portal', language: 'steps', setUp: setUp(trust), tearDown: tearDown(trust) };
}

const numbered = (...lines: readonly string[]): string => lines.map((line, index) => `${index + 1}. ${line}`).join('\n');

/** A value to paste, as Markdown shows it unchanged: a name may hold backticks. */
function code(value: string): string {
  const runs = (value.match(/`+/g) ?? []).map(({ length }) => length);
  if (runs.length === 0) return `\`${value}\``;
  const fence = '`'.repeat(Math.max(...runs) + 1);
  return `${fence} ${value} ${fence}`;
}

/** Lines to paste, below the point of a list. */
const block = (text: string): string => `\n\n   ~~~~\n${text.replace(/^/gm, '   ')}\n   ~~~~`;

/** The web interface has no form for a role, and takes it in its own command line. */
function roleCommand(trust: VaultTrust): string {
  const { login: { mount, role } } = trust;
  const fields = Object.entries(roleDocument(trust)).map(([name, value]) => shellQuote(`${name}=${String(value)}`));
  return `vault write auth/${mount}/role/${role} ${fields.join(' ')}`;
}

function setUp(trust: VaultTrust): readonly TrustStep[] {
  const { issuer, login: { address, namespace, mount }, kv, policy, created } = trust;
  return [
    {
      title: 'The JWT auth method',
      why: 'The bound issuer belongs to the mount: each issuer has a mount of its own.',
      text: numbered(
        `Open ${code(`${address}/ui/`)} and log in${namespace === undefined ? '' : `, in the namespace ${code(namespace)}`}.`,
        `In **Access → Authentication methods** press **Enable new method**, choose **JWT**, and take the path ${code(mount)}.`,
        `In its **Configuration**, **OIDC discovery URL**: ${code(issuer)}`,
        `In **JWT options**, **Bound issuer**: ${code(issuer)}. Press **Save**.`,
      ),
    },
    {
      title: 'A policy',
      why: 'Data is what is read; metadata is what is listed and removed.',
      text: numbered(`In **Policies → ACL policies** press **Create ACL policy**, with the name ${code(policy)} and this text:${block(policyText(trust))}`, 'Press **Create policy**.'),
    },
    {
      title: 'A role',
      why: 'For this subject alone: without bound_subject every valid token of the issuer logs in. The web interface has no form for it.',
      text: numbered('Open the command line in the upper bar (**>_**).', `Paste this:${block(roleCommand(trust))}`),
    },
    ...(created === undefined ? [] : [{
      title: 'A first secret',
      text: numbered(`In **Secrets → ${kv.mount}** press **Create secret**.`, `Path: ${code(created.entry)}`, `Secret data: the key ${code(created.field)}, with any value to test with. Press **Save**.`),
    }]),
  ];
}

function tearDown(trust: VaultTrust): readonly TrustStep[] {
  const { login: { mount, role }, kv, policy, created } = trust;
  return [
    {
      title: 'The role, its policy and the auth method',
      why: 'From here on nobody logs in.',
      text: numbered(
        `Open the command line in the upper bar (**>_**) and paste this:${block(`vault delete auth/${mount}/role/${role}`)}`,
        `In **Policies → ACL policies** delete ${code(policy)}.`,
        `Where nobody else uses ${code(mount)}: in **Access → Authentication methods** choose **Disable**.`,
      ),
    },
    ...(created === undefined ? [] : [{ title: 'The first secret', why: 'With all its versions, for good: leave it where something reads it.', text: numbered(`In **Secrets → ${kv.mount}** choose ${code(created.entry)} and **Permanently delete**.`) }]),
  ];
}
