import type { TrustDocument, TrustStep } from '@carnet/provider';
import type { Grant, GoogleTrust } from './google-trust.ts';
import { grantTitles } from './grant-titles.ts';

/** The trust by hand, in the console of Google Cloud. */
export function portalDocument(trust: GoogleTrust): TrustDocument {
  return { format: 'portal', language: 'steps', setUp: setUp(trust), tearDown: tearDown(trust) };
}

const numbered = (...lines: readonly string[]): string => lines.map((line, index) => `${index + 1}. ${line}`).join('\n');

/** A value to paste, as Markdown shows it unchanged: a subject may hold backticks. */
function code(value: string): string {
  const runs = (value.match(/`+/g) ?? []).map(({ length }) => length);
  if (runs.length === 0) return `\`${value}\``;
  const fence = '`'.repeat(Math.max(...runs) + 1);
  return `${fence} ${value} ${fence}`;
}

const roleNames: Readonly<Record<Grant['purpose'], string>> = { read: 'Secret Manager Secret Accessor', list: 'Secret Manager Viewer', write: 'Secret Manager Admin' };

const secretsPage = ({ location }: GoogleTrust): string => (location === undefined ? '**Security → Secret Manager**' : `**Security → Secret Manager → Regional secrets** (${location})`);

function grantStep(trust: GoogleTrust, { purpose, secrets }: Grant): TrustStep {
  const page = secrets === undefined
    ? [`Open **IAM & Admin → IAM** and press **Grant access**.`]
    : [`Open ${secretsPage(trust)}, tick ${secrets.map((name) => code(name)).join(', ')}, and press **Add principal** in the panel **Permissions**.`];
  return { ...grantTitles[purpose], text: numbered(...page, `New principals: ${code(trust.member)}`, `Role: **${roleNames[purpose]}**. Press **Save**.`) };
}

function setUp(trust: GoogleTrust): readonly TrustStep[] {
  const { projectId, projectNumber, pool, provider, serviceAccount, created } = trust;
  return [
    {
      title: 'The project and its APIs',
      text: numbered(
        `Open the [console](https://console.cloud.google.com/welcome?project=${projectId}) and choose the project ${code(projectId)}. Its number must be ${code(projectNumber)}.`,
        `In **APIs & Services → Library** enable **Secret Manager API**, **Identity and Access Management (IAM) API**${serviceAccount === undefined ? '' : ', **IAM Service Account Credentials API**'} and **Security Token Service API**.`,
      ),
    },
    {
      title: 'The pool and its provider',
      why: 'The condition admits this subject alone: without one every valid token of the issuer becomes a principal of the pool.',
      text: numbered(
        'Open **IAM & Admin → Workload Identity Federation** and press **Create pool**; in a pool that exists, **Add provider**.',
        `Name of the pool: ${code(pool)}. Its id must be the same.`,
        'Provider: **OpenID Connect (OIDC)**.',
        `Name of the provider: ${code(provider)}. Its id must be the same.`,
        `Issuer (URL): ${code(trust.issuer)}`,
        'Audiences: **Default audience**.',
        'Provider attributes: `google.subject` = `assertion.sub`.',
        `Attribute conditions, **Add condition**: ${code(trust.condition)}`,
        `Press **Save**. The provider is ${code(trust.resourceName)}.`,
      ),
    },
    ...(serviceAccount === undefined ? [] : [{
      title: 'Let it act as the service account',
      text: numbered(`Open **IAM & Admin → Service accounts**, choose ${code(serviceAccount)}, and in **Permissions** press **Grant access**.`, `New principals: ${code(trust.principal)}`, 'Role: **Workload Identity User**. Press **Save**.'),
    }]),
    ...(created === undefined ? [] : [{ title: 'A first secret', text: numbered(`Open ${secretsPage(trust)} and press **Create secret**.`, `Name: ${code(created)}. Type any value to test with.`, 'Press **Create secret**.') }]),
    ...trust.grants.map((grant) => grantStep(trust, grant)),
  ];
}

function tearDown(trust: GoogleTrust): readonly TrustStep[] {
  const { grants, serviceAccount, created } = trust;
  const atSecrets = grants.flatMap(({ secrets = [] }) => secrets);
  const places = [...(atSecrets.length === 0 ? [] : [`${secretsPage(trust)}: the secrets ${[...new Set(atSecrets)].map((name) => code(name)).join(', ')}`]), ...(grants.some(({ secrets }) => secrets === undefined) ? ['**IAM & Admin → IAM**'] : [])];
  return [
    { title: 'The provider', why: 'From here on no token is taken. A deleted provider, and a deleted pool, keep their ids for 30 days.', text: numbered(`Open **IAM & Admin → Workload Identity Federation** and the pool ${code(trust.pool)}.`, `Delete the provider ${code(trust.provider)}, and the pool where no other provider is in it.`) },
    {
      title: 'The roles',
      text: numbered(
        ...places.map((place) => `Open ${place}, and remove ${code(trust.member)}.`),
        ...(serviceAccount === undefined ? [] : [`Open **IAM & Admin → Service accounts**, ${code(serviceAccount)}, **Permissions**, and remove ${code(trust.principal)}.`]),
      ),
    },
    ...(created === undefined ? [] : [{ title: 'The first secret', why: 'With all its versions, for good: leave it where something reads it.', text: numbered(`Open ${secretsPage(trust)} and delete ${code(created)}.`) }]),
  ];
}
