import type { TrustStep } from '@carnet/provider';
import type { RequestedTrust } from './requested-trust.ts';
import { annotateServiceAccount, createByHand, removeAnnotation } from './service-account.ts';

/** A value to paste, as code of Markdown (CommonMark, section 6.1): fenced by more backticks than it holds. */
function code(text: string): string {
  const fence = '`'.repeat(Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length)) + 1);
  return fence.length === 1 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}

const numbered = (...steps: readonly (string | undefined)[]): string => steps.filter((step) => step !== undefined).map((step, index) => `${index + 1}. ${step}`).join('\n');

const kindOf = ({ target }: RequestedTrust): string => (target === 'app-registration' ? 'application' : 'managed identity');

export function setUpInPortal(trust: RequestedTrust): readonly TrustStep[] {
  const { vault, create } = trust;
  return [
    {
      title: `Check the vault ${vault}`,
      why: 'In a vault with access policies a role opens nothing.',
      text: numbered(
        `In the Azure portal, open **Key vaults**, ${code(vault)}, **Settings**, **Access configuration**.`,
        '**Permission model** has to be **Azure role-based access control**. Before you switch it, give roles to the holders of the access policies.',
      ),
    },
    ...(create === undefined ? [] : [{
      title: `Create the secret ${create}`,
      text: numbered(`In the vault, open **Objects**, **Secrets**, **Generate/Import**.`, `**Name**: ${code(create)}. **Secret value**: any value to test with. **Create**.`),
    }]),
    trust.target === 'app-registration' ? application(trust) : managedIdentity(trust),
    roles(trust),
    credential(trust),
    ...(trust.serviceAccount === undefined ? [] : [{
      title: 'The service account',
      text: numbered(
        `Where there is none, make it: ${code(createByHand(trust.serviceAccount))}`,
        `Annotate it, with the client ID in the variable CLIENT_ID: ${code(annotateServiceAccount(trust.serviceAccount))}`,
        `Give the pods the label ${code('azure.workload.identity/use: "true"')}.`,
      ),
    }]),
    {
      title: 'Give Carnet the two ids',
      text: numbered(`On the **Overview** of the ${kindOf(trust)}, copy ${trust.target === 'app-registration' ? '**Application (client) ID** and **Directory (tenant) ID**' : '**Client ID**; **Microsoft Entra ID**, **Overview** shows the **Tenant ID**'}.`),
    },
  ];
}

function application({ name }: RequestedTrust): TrustStep {
  return {
    title: `Register the application ${name}`,
    text: numbered(
      'In the Microsoft Entra admin center, open **App registrations**, **New registration**.',
      `**Name**: ${code(name)}, which no other has yet: an owner of another one could use what this opens. **Supported account types**: **Accounts in this organizational directory only**. No **Redirect URI**. **Register**.`,
    ),
  };
}

function managedIdentity({ name, vault, resourceGroup }: RequestedTrust): TrustStep {
  return {
    title: `Create the managed identity ${name}`,
    text: numbered(
      'In the Azure portal, open **Managed Identities**, **Create**.',
      `**Resource group**: ${resourceGroup === undefined ? `that of the vault ${code(vault)}` : code(resourceGroup)}. **Name**: ${code(name)}. **Review + create**.`,
    ),
  };
}

function roles(trust: RequestedTrust): TrustStep {
  return {
    title: 'Give the roles',
    text: numbered(...trust.grants.map(({ role, secret }) => {
      const place = secret === undefined ? `the vault ${code(trust.vault)}` : `the secret ${code(secret)} (**Objects**, **Secrets** in the vault)`;
      return `On ${place}, open **Access control (IAM)**, **Add role assignment**. **Role**: ${code(role.name)}. **Members**: the ${kindOf(trust)} ${code(trust.name)}. **Review + assign**.`;
    })),
  };
}

function credential(trust: RequestedTrust): TrustStep {
  return {
    title: 'Trust the subject token',
    why: 'Each value exactly as it is here: upper and lower case and a trailing slash count.',
    text: numbered(
      trust.target === 'app-registration'
        ? `On the app registration, open **Certificates & secrets**, **Federated credentials**, **Add credential**. **Scenario**: **Other issuer**.`
        : `On the managed identity, open **Settings**, **Federated credentials**, **Add credential**. **Scenario**: **Configure other issuer**.`,
      `**Issuer**: ${code(trust.issuer)}`,
      `**Subject identifier**: ${code(trust.subject)}`,
      `**Name**: ${code(trust.credentialName)}`,
      `**Audience**: ${code(trust.audience)}`,
      '**Add**.',
    ),
  };
}

export function tearDownInPortal(trust: RequestedTrust): readonly TrustStep[] {
  const { name, credentialName, vault, create, grants, serviceAccount } = trust;
  const kind = kindOf(trust);
  return [
    { title: 'End the trust', text: numbered(`On the ${kind} ${code(name)}, open **Federated credentials** and remove ${code(credentialName)}. If others are left there, stop here: they use the same roles.`) },
    {
      title: 'Remove the roles',
      text: numbered(...grants.map(({ role, secret }) => `On ${secret === undefined ? `the vault ${code(vault)}` : `the secret ${code(secret)}`}, open **Access control (IAM)**, **Role assignments**, and remove ${code(role.name)} of ${code(name)}.`)),
    },
    { title: `Delete the ${kind}`, text: numbered(`On its **Overview**, **Delete**, if nothing else uses it.`) },
    ...(create === undefined ? [] : [{ title: `Delete the secret ${create}`, text: numbered(`In the vault ${code(vault)}, open **Secrets**, ${code(create)}, **Delete**, if you created it for this.`) }]),
    ...(serviceAccount === undefined ? [] : [{ title: 'The service account', why: 'It stays: pods may run under it.', text: numbered(`Take the client ID from it: ${code(removeAnnotation(serviceAccount))}`) }]),
  ];
}
