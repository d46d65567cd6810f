import type { TrustDocument, TrustStep } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import type { Grant, GoogleTrust } from './google-trust.ts';
import { grantTitles } from './grant-titles.ts';

/** The trust by the command line of Google. What a command prints, other than its errors, is kept off the standard output. */
export function gcloudDocument(trust: GoogleTrust): TrustDocument {
  return { format: 'gcloud', language: 'shell', setUp: setUp(trust), tearDown: tearDown(trust) };
}

const pools = 'gcloud iam workload-identity-pools';
const random = `head -c 24 /dev/urandom | base64 | tr -d '\\n'`;

const projectOption = ({ projectId }: GoogleTrust): string => `--project=${shellQuote(projectId)}`;
const locationOption = ({ location }: GoogleTrust): string => (location === undefined ? '' : ` --location=${shellQuote(location)}`);
const poolOptions = (trust: GoogleTrust): string => `${projectOption(trust)} --location=global`;
const providerOptions = (trust: GoogleTrust): string => `${poolOptions(trust)} --workload-identity-pool=${trust.pool}`;

/** CEL has single quotes, which are easier to read between double ones. */
const conditionWord = (condition: string): string => (/^[\w.:=/'@-]+$/.test(condition) ? `"${condition}"` : shellQuote(condition));

/** What begins with a hyphen would be taken for an option. */
function secretWord({ projectId, location }: GoogleTrust, name: string): string {
  if (!name.startsWith('-')) return name;
  return `projects/${projectId}${location === undefined ? '' : `/locations/${location}`}/secrets/${name}`;
}

function bindings(trust: GoogleTrust, verb: 'add' | 'remove', { role, secrets }: Grant): readonly string[] {
  const binding = `--member="$MEMBER" --role=${role} --condition=None >/dev/null`;
  return secrets === undefined
    ? [`gcloud projects ${verb}-iam-policy-binding ${trust.projectId} ${binding}`]
    : secrets.map((name) => `gcloud secrets ${verb}-iam-policy-binding ${secretWord(trust, name)} ${projectOption(trust)}${locationOption(trust)} ${binding}`);
}

function impersonation(trust: GoogleTrust, verb: 'add' | 'remove', email: string): string {
  // By its e-mail address alone, gcloud looks for the account in the project that it is set to.
  return `gcloud iam service-accounts ${verb}-iam-policy-binding ${shellQuote(`projects/-/serviceAccounts/${email}`)} --member=${shellQuote(trust.principal)} --role=roles/iam.workloadIdentityUser --condition=None >/dev/null`;
}

function setUp(trust: GoogleTrust): readonly TrustStep[] {
  const { projectId, projectNumber, pool, provider, serviceAccount, created } = trust;
  return [
    {
      title: 'Who is given the roles',
      why: 'One subject of one pool, never all of it. gcloud asks nothing while this runs.',
      text: [
        'export CLOUDSDK_CORE_DISABLE_PROMPTS=1',
        `MEMBER=${shellQuote(trust.member)}`,
        `NUMBER=$(gcloud projects describe ${projectId} --format='value(projectNumber)')`,
        `[ "$NUMBER" = ${projectNumber} ] || { echo "The number of the project ${projectId} is $NUMBER, not ${projectNumber}." >&2; exit 1; }`,
      ].join('\n'),
    },
    { title: 'The APIs', text: `gcloud services enable ${trust.apis.join(' ')} ${projectOption(trust)} >/dev/null` },
    {
      title: 'The pool',
      why: 'A pool that was deleted keeps its id for 30 days: it is brought back.',
      text: [
        `POOL_STATE=$(${pools} describe ${pool} ${poolOptions(trust)} --format='value(state)' 2>/dev/null || true)`,
        'case $POOL_STATE in',
        `  '') ${pools} create ${pool} ${poolOptions(trust)} >/dev/null ;;`,
        `  DELETED) ${pools} undelete ${pool} ${poolOptions(trust)} >/dev/null ;;`,
        'esac',
      ].join('\n'),
    },
    {
      title: 'Its provider',
      why: 'The condition admits this subject alone: without one every valid token of the issuer becomes a principal of the pool. A provider of this id is set to the same.',
      text: [
        `PROVIDER_STATE=$(${pools} providers describe ${provider} ${providerOptions(trust)} --format='value(state)' 2>/dev/null || true)`,
        'CHANGE=update-oidc',
        'case $PROVIDER_STATE in',
        `  '') CHANGE=create-oidc ;;`,
        `  DELETED) ${pools} providers undelete ${provider} ${providerOptions(trust)} >/dev/null ;;`,
        'esac',
        `${pools} providers "$CHANGE" ${provider} ${providerOptions(trust)} \\`,
        `  --issuer-uri=${shellQuote(trust.issuer)} \\`,
        '  --attribute-mapping=google.subject=assertion.sub \\',
        `  --attribute-condition=${conditionWord(trust.condition)} >/dev/null`,
      ].join('\n'),
    },
    ...(serviceAccount === undefined ? [] : [{ title: 'Let it act as the service account', why: 'The account must exist.', text: impersonation(trust, 'add', serviceAccount) }]),
    ...(created === undefined ? [] : [{
      title: 'A first secret',
      why: 'With a random value, which goes through a pipe and no argument; one that exists stays as it is.',
      text: [
        `gcloud secrets describe ${secretWord(trust, created)} ${projectOption(trust)}${locationOption(trust)} >/dev/null 2>&1 ||`,
        `  ${random} | gcloud secrets create ${secretWord(trust, created)} ${projectOption(trust)}${locationOption(trust) || ' --replication-policy=automatic'} --data-file=- >/dev/null`,
      ].join('\n'),
    }]),
    ...trust.grants.map((grant) => ({ ...grantTitles[grant.purpose], text: bindings(trust, 'add', grant).join('\n') })),
    { title: 'What Carnet needs to know', text: `printf '{"providerResourceName":"%s"}\\n' ${trust.resourceName}` },
  ];
}

function tearDown(trust: GoogleTrust): readonly TrustStep[] {
  const { pool, provider, serviceAccount, created } = trust;
  const takenBack = [...trust.grants.toReversed().flatMap((grant) => bindings(trust, 'remove', grant)), ...(serviceAccount === undefined ? [] : [impersonation(trust, 'remove', serviceAccount)])];
  return [
    {
      title: 'The provider',
      why: 'From here on no token is taken. It keeps its id for 30 days, in which it can be undeleted.',
      text: [
        'export CLOUDSDK_CORE_DISABLE_PROMPTS=1',
        `PROVIDER_STATE=$(${pools} providers describe ${provider} ${providerOptions(trust)} --format='value(state)' 2>/dev/null || true)`,
        `case $PROVIDER_STATE in`,
        `  DELETED) ;;`,
        `  *) ${pools} providers delete ${provider} ${providerOptions(trust)} >/dev/null ;;`,
        'esac',
      ].join('\n'),
    },
    { title: 'The roles', why: 'A role that is gone already is only said to be.', text: [`MEMBER=${shellQuote(trust.member)}`, ...takenBack.map((command) => `${command} || true`)].join('\n') },
    ...(created === undefined ? [] : [{
      title: 'The first secret',
      why: 'With all its versions, for good: leave it out where something reads it.',
      text: `gcloud secrets delete ${secretWord(trust, created)} ${projectOption(trust)}${locationOption(trust)} >/dev/null || true`,
    }]),
    {
      title: 'The pool',
      why: 'Where no other provider is in it. It keeps its id for 30 days, too. The APIs stay enabled.',
      text: [
        `OTHERS=$(${pools} providers list ${providerOptions(trust)} --format='value(name)')`,
        `[ -n "$OTHERS" ] || ${pools} delete ${pool} ${poolOptions(trust)} >/dev/null`,
      ].join('\n'),
    },
  ];
}
