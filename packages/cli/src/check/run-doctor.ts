import type { Plan, PlannedVariable } from '@carnet/core';
import { printReference, type Secret, type SecretReference } from '@carnet/provider';
import { buildEnvironment } from '@carnet/runner';
import { checkIssuer, climbCredential, settledIssuer, type IssuerCheck, type LadderRequest } from '@carnet/trust';
import { withCarnet, type OpenConfig } from '../open-carnet.ts';
import { readRegistered, type RegisteredDocument } from '../registered-files.ts';
import { configurationRungs } from './configuration-rungs.ts';
import type { LadderOptions } from './ladder-options.ts';
import { withLadders, type LadderSetting } from './ladder-setting.ts';
import { announceProbe, credentialTitle, printLadder } from './print-ladder.ts';
import { matchRegistered } from './match-registered.ts';
import { latestRungs, type ShownRung } from './shown-rung.ts';

/** The flags of `carnet doctor`. */
export type DoctorOptions = LadderOptions;

interface CheckedCredential {
  readonly name: string;
  readonly provider: string;
  readonly workloadIdentity?: string;
  readonly rungs: readonly ShownRung[];
}

const mostAtOnce = 8;

/** Tests everything in the configuration: each identity once, each credential, each secret that a variable names. Returns the exit code. */
export async function runDoctor(options: DoctorOptions, host: NodeJS.Process): Promise<number> {
  return await withCarnet(options, host, (open) => examineAll(open, options, host));
}

export async function examineAll(open: OpenConfig, options: DoctorOptions, host: NodeJS.Process): Promise<number> {
  const { rungs: configuration, plan } = configurationRungs(open.config, () => open.carnet.plan());
  const registered = await readRegistered(options.registered ?? [], host, open.timeoutMs);
  const { identities, credentials, attempts } = await withLadders(open, options, host, async (ladders) => ({ ...(await climbAll(open, plan, registered, ladders, (requests) => announceProbe(requests, options, host, ladders.progress))), attempts: ladders.attempts }));
  const sections = [
    { title: 'configuration', rungs: configuration },
    ...identities.map(({ name, kind, rungs }) => ({ title: `workload identity ${name} (${kind})`, rungs })),
    ...credentials.map(({ name, provider, workloadIdentity, rungs }) => ({ title: credentialTitle(name, provider, workloadIdentity), credential: name, rungs })),
  ];
  return printLadder(sections, { configuration, workloadIdentities: identities, credentials, attempts }, options, host);
}

async function climbAll({ carnet, config }: OpenConfig, plan: Plan | undefined, registered: readonly RegisteredDocument[], ladders: Omit<LadderSetting, 'end'>, announce: (requests: readonly LadderRequest[]) => void) {
  const issuers = new Map<string, IssuerCheck>();
  const requests = Object.keys(config.credentials).map((name): LadderRequest => ({ ...ladders.requestFor(name, referencesOf(plan, name)), inspect: (reference, secret) => fitsEnvironment(plan, name, reference, secret) }));
  const documents = matchRegistered(registered, requests);
  announce(requests);
  const credentials = await inParallel(requests, async (given): Promise<CheckedCredential> => {
    const { name, provider, workloadIdentity } = given.credential;
    const request = { ...given, registered: documents.get(workloadIdentity ?? '') };
    const known = workloadIdentity === undefined ? undefined : issuers.get(workloadIdentity);
    const issuer = known ?? (workloadIdentity === undefined ? undefined : checkIssuer({ ...request, identity: carnet.identity(workloadIdentity) }));
    if (workloadIdentity !== undefined && issuer) issuers.set(workloadIdentity, issuer);
    // One trust, one probe.
    const rungs = (await latestRungs(climbCredential(known ? { ...request, probe: undefined } : request, issuer), ladders.progress)).map((rung) => asOptional(rung, plan, name));
    return { name, provider: provider.manifest.id, ...(workloadIdentity !== undefined && { workloadIdentity }), rungs };
  });
  const identities = await Promise.all([...issuers].map(async ([name, issuer]) => {
    const accepted = credentials.some(({ workloadIdentity, rungs }) => workloadIdentity === name && rungs.some(({ id, status }) => id === 'exchange' && status === 'pass'));
    return { name, kind: issuer.identity.kind, rungs: settledIssuer(await issuer.rungs, accepted) };
  }));
  return { identities, credentials };
}

function referencesOf(plan: Plan | undefined, credential: string): readonly SecretReference[] {
  const references = (plan?.variables ?? []).flatMap((variable) => (variable.credential === credential && variable.reference ? [variable.reference] : []));
  return [...new Map(references.map((reference) => [printReference(reference), reference])).values()];
}

/** A value that can be read, and that no environment can carry, would fail the run. */
function fitsEnvironment(plan: Plan | undefined, credential: string, reference: SecretReference, secret: Secret): void {
  const users = usersOf(plan, credential, printReference(reference)).filter(({ as, encoding }) => as === 'environment' && encoding === 'utf8');
  buildEnvironment({ inherited: {}, variables: users.map(({ name, allow }) => ({ name, allow, value: secret.reveal() })) });
}

function usersOf(plan: Plan | undefined, credential: string, reference: string | undefined): readonly PlannedVariable[] {
  return (plan?.variables ?? []).filter((variable) => variable.credential === credential && variable.reference && printReference(variable.reference) === reference);
}

/** What only optional variables name may be absent. */
function asOptional(rung: ShownRung, plan: Plan | undefined, credential: string): ShownRung {
  if (rung.error?.code !== 'SECRET_NOT_FOUND') return rung;
  const users = usersOf(plan, credential, rung.reference);
  return users.length > 0 && users.every(({ optional }) => optional) ? { ...rung, status: 'skip', message: `${rung.message} It is optional: ${users.map(({ name }) => name).join(', ')} stays unset.` } : rung;
}

async function inParallel<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  const entries = items.entries();
  await Promise.all(Array.from({ length: mostAtOnce }, async () => {
    for (const [index, item] of entries) results[index] = await work(item);
  }));
  return results;
}
