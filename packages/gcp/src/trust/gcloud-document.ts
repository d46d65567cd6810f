import type { TrustDocument, TrustStep } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { regionalVariables } from '../regional-gcloud.ts';
import type { Grant, GoogleTrust } from './google-trust.ts';
import { grantTitles } from './grant-titles.ts';

/** The trust by the command line of Google. What a command prints, other than its errors, is kept off the standard output. */
export function gcloudDocument(trust: GoogleTrust): TrustDocument {
  return { format: 'gcloud', language: 'shell', setUp: setUp(trust), tearDown: tearDown(trust) };
}

const pools = 'gcloud iam workload-identity-pools';
/** Of a pool that the set-up made: another one is not deleted. */
const madeBy = 'Made by carnet trust';
const random = `head -c 24 /dev/urandom | base64 | tr -d '\\n'`;

const variables = ({ location }: GoogleTrust): readonly string[] => ['CLOUDSDK_CORE_DISABLE_PROMPTS=1', ...regionalVariables(location)].map((variable) => `export ${variable}`);
const projectOption = ({ projectId }: GoogleTrust): string => `--project=${shellQuote(projectId)}`;
const locationOption = ({ location }: GoogleTrust): string => (location === undefined ? '' : ` --location=${shellQuote(location)}`);
const poolOptions = (trust: GoogleTrust): string => `${projectOption(trust)} --location=global`;
const providerOptions = (trust: GoogleTrust): string => `${poolOptions(trust)} --workload-identity-pool=${trust.pool}`;

/** CEL has single quotes, which are easier to read between double ones. */
const conditionWord = (condition: string): string => (/^[\w.:=/'@-]+$/.test(condition) ? `"${condition}"` : shellQuote(condition));

/** What begins with a hyphen would be taken for an option. The place of a regional secret is an option of its own: gcloud takes no whole name. */
const secretWord = ({ projectId }: GoogleTrust, name: string): string => (name.startsWith('-') ? `projects/${projectId}/secrets/${name}` : name);

function bindings(trust: GoogleTrust, verb: 'add' | 'remove', { role, secrets }: Grant): readonly string[] {
  const binding = `--member="$MEMBER" --role=${role} --condition=None`;
  return secrets === undefined
    ? [`gcloud projects ${verb}-iam-policy-binding ${trust.projectId} ${binding}`]
    : secrets.map((name) => `gcloud secrets ${verb}-iam-policy-binding ${secretWord(trust, name)} ${projectOption(trust)}${locationOption(trust)} ${binding}`);
}

/** Gives a secret the value of its standard input, in any shell: what the script exports is said again. */
export function addVersion({ projectId, location }: GoogleTrust, name: string): string {
  const option = location === undefined ? '' : ` --location=${location}`;
  return `${[...regionalVariables(location), 'gcloud'].join(' ')} secrets versions add projects/${projectId}/secrets/${name}${option} --data-file=-`;
}

function impersonation(trust: GoogleTrust, verb: 'add' | 'remove', email: string): string {
  // By its e-mail address alone, gcloud looks for the account in the project that it is set to.
  return `gcloud iam service-accounts ${verb}-iam-policy-binding ${shellQuote(`projects/-/serviceAccounts/${email}`)} --member=${shellQuote(trust.principal)} --role=roles/iam.workloadIdentityUser --condition=None`;
}

const quietly = (command: string): string => `${command} >/dev/null`;

/** What is gone already is passed over; another failure is told, and what comes after it is taken back all the same. */
const takeBack = `FAILED=0
take_back() {
  PROBLEM=$("$@" 2>&1 >/dev/null) && return 0
  case $PROBLEM in *'NOT_FOUND: '* | *'Status code: 404.'* | *'Policy binding'*'not found!'*) return 0 ;; esac
  printf '%s\\n' "$PROBLEM" >&2
  FAILED=1
}`;

function setUp(trust: GoogleTrust): readonly TrustStep[] {
  const { projectId, projectNumber, pool, provider, serviceAccount, created } = trust;
  return [
    {
      title: 'Who is given the roles',
      why: 'One subject of one pool, never all of it. gcloud asks nothing while this runs.',
      text: [
        ...variables(trust),
        `MEMBER=${shellQuote(trust.member)}`,
        `NUMBER=$(gcloud projects describe ${projectId} --format='value(projectNumber)')`,
        `[ "$NUMBER" = ${projectNumber} ] || { echo "The number of the project ${projectId} is $NUMBER, not ${projectNumber}." >&2; exit 1; }`,
      ].join('\n'),
    },
    { title: 'The APIs', text: `gcloud services enable ${trust.apis.join(' ')} ${projectOption(trust)} >/dev/null` },
    {
      title: 'The pool',
      why: 'A pool that was deleted keeps its id for 30 days: it is brought back, with the providers that were not deleted before it.',
      text: [
        `POOL_STATE=$(${pools} describe ${pool} ${poolOptions(trust)} --format='value(state)' 2>/dev/null || true)`,
        'case $POOL_STATE in',
        `  '') ${pools} create ${pool} ${poolOptions(trust)} --description='${madeBy}' >/dev/null ;;`,
        `  DELETED) ${pools} undelete ${pool} ${poolOptions(trust)} >/dev/null ;;`,
        'esac',
      ].join('\n'),
    },
    {
      title: 'Its provider',
      why: 'The condition admits this subject alone: without one every valid token of the issuer becomes a principal of the pool. A provider of this id that admits another one is not replaced. It takes its own name as audience, and no other.',
      text: [
        `PROVIDER_STATE=$(${pools} providers describe ${provider} ${providerOptions(trust)} --format='value(state)' 2>/dev/null || true)`,
        'CHANGE=create-oidc',
        'if [ -n "$PROVIDER_STATE" ]; then',
        '  CHANGE=update-oidc',
        `  ADMITS=$(${pools} providers describe ${provider} ${providerOptions(trust)} --format='value[separator=" "](oidc.issuerUri,attributeCondition)')`,
        `  [ "$ADMITS" = ${shellQuote(`${trust.issuer} ${trust.condition}`)} ] || { printf 'The provider ${provider} admits %s: delete it, or name another one.\\n' "$ADMITS" >&2; exit 1; }`,
        `  [ "$PROVIDER_STATE" != DELETED ] || ${pools} providers undelete ${provider} ${providerOptions(trust)} >/dev/null`,
        'fi',
        `${pools} providers "$CHANGE" ${provider} ${providerOptions(trust)} \\`,
        `  --issuer-uri=${shellQuote(trust.issuer)} --allowed-audiences= \\`,
        '  --attribute-mapping=google.subject=assertion.sub \\',
        `  --attribute-condition=${conditionWord(trust.condition)} >/dev/null`,
      ].join('\n'),
    },
    ...(serviceAccount === undefined ? [] : [{ title: 'Let it act as the service account', why: 'The account must exist.', text: quietly(impersonation(trust, 'add', serviceAccount)) }]),
    ...(created === undefined ? [] : [{
      title: 'A first secret',
      why: `A throw-away value to test with: random and through a pipe, so that nobody is asked and no command line has it. One that exists is left as it is. Give it your own with: printf %s "$VALUE" | ${addVersion(trust, created)}`,
      text: [
        `gcloud secrets describe ${secretWord(trust, created)} ${projectOption(trust)}${locationOption(trust)} >/dev/null 2>&1 ||`,
        `  ${random} | gcloud secrets create ${secretWord(trust, created)} ${projectOption(trust)}${locationOption(trust) || ' --replication-policy=automatic'} --labels=carnet=trust --data-file=- >/dev/null`,
      ].join('\n'),
    }]),
    ...trust.grants.map((grant) => ({ ...grantTitles[grant.purpose], text: bindings(trust, 'add', grant).map(quietly).join('\n') })),
    { title: 'What Carnet needs to know', text: `printf '{"providerResourceName":"%s"}\\n' ${trust.resourceName}` },
  ];
}

function tearDown(trust: GoogleTrust): readonly TrustStep[] {
  const { pool, provider, serviceAccount, created } = trust;
  const takenBack = [...trust.grants.toReversed().flatMap((grant) => bindings(trust, 'remove', grant)), ...(serviceAccount === undefined ? [] : [impersonation(trust, 'remove', serviceAccount)])];
  return [
    {
      title: 'The provider',
      why: 'From here on no token is taken; those that were given live on to their end, without the roles. It keeps its id for 30 days, in which it can be undeleted.',
      text: [
        ...variables(trust),
        takeBack,
        `PROVIDER_STATE=$(${pools} providers describe ${provider} ${providerOptions(trust)} --format='value(state)' 2>/dev/null || true)`,
        `[ "$PROVIDER_STATE" = DELETED ] || take_back ${pools} providers delete ${provider} ${providerOptions(trust)}`,
      ].join('\n'),
    },
    {
      title: 'The roles',
      ...(serviceAccount === undefined ? {} : { why: 'The service account loses its roles for everybody who acts as it.' }),
      text: [`MEMBER=${shellQuote(trust.member)}`, ...takenBack.map((command) => `take_back ${command}`)].join('\n'),
    },
    ...(created === undefined ? [] : [{
      title: 'The first secret, where the set-up made it',
      why: 'With all its versions, for good: leave it out where something reads it.',
      text: [
        `LABEL=$(gcloud secrets describe ${secretWord(trust, created)} ${projectOption(trust)}${locationOption(trust)} --format='value(labels.carnet)' 2>/dev/null || true)`,
        `[ "$LABEL" != trust ] || take_back gcloud secrets delete ${secretWord(trust, created)} ${projectOption(trust)}${locationOption(trust)}`,
      ].join('\n'),
    }]),
    {
      title: 'The pool, where the set-up made it',
      why: 'And where no other provider is in it. It keeps its id for 30 days, too. The APIs stay enabled.',
      text: [
        `MADE=$(${pools} describe ${pool} ${poolOptions(trust)} --format='value[separator=" "](state,description)' 2>/dev/null || true)`,
        `if [ "$MADE" = 'ACTIVE ${madeBy}' ]; then`,
        `  OTHERS=$(${pools} providers list ${providerOptions(trust)} --format='value(name)')`,
        `  [ -n "$OTHERS" ] || take_back ${pools} delete ${pool} ${poolOptions(trust)}`,
        'fi',
        'exit "$FAILED"',
      ].join('\n'),
    },
  ];
}
