import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CarnetConfig } from '../define-config.ts';
import { captureHost } from '../testing/captured-host.ts';
import { startFederation, withOpen, type CloudName, type LocalFederation } from '../testing/local-federation.ts';
import { projectWith } from '../testing/workspace.ts';
import type { LadderOptions } from './ladder-options.ts';
import { examineAll } from './run-doctor.ts';
import type { ShownRung } from './shown-rung.ts';

interface Report {
  readonly workloadIdentities: readonly { readonly name: string; readonly kind: string; readonly rungs: readonly ShownRung[] }[];
  readonly credentials: readonly { readonly name: string; readonly rungs: readonly ShownRung[] }[];
}

const everyCloud: readonly CloudName[] = ['azure', 'aws', 'google', 'vault'];
let federation: LocalFederation;
beforeAll(async () => { federation = await startFederation(); });
afterAll(() => federation[Symbol.asyncDispose]());

async function doctor(config: CarnetConfig, options: LadderOptions = {}, files: Readonly<Record<string, string>> = {}): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string; readonly report: Report }> {
  const { host, written } = captureHost(projectWith(files));
  const code = await withOpen(config, (open) => examineAll(open, options, host));
  return { code, ...written, report: (options.json ? JSON.parse(written.stdout) : {}) as Report };
}

const statusesOf = (rungs: readonly ShownRung[] = []): readonly string[] => rungs.map(({ id, status }) => `${id} ${status}`);

describe('doctor on four clouds', () => {
  it('is green, an identity and a credential at a time, and every secret is named', async () => {
    const { code, stdout, stderr } = await doctor(federation.config(everyCloud));
    expect(code, stdout).toBe(0);
    expect(stderr).toBe('');
    for (const part of ['workload identity google (gcp)', 'credential vault (vault, workload identity vault)', 'api-key: Version', 'database#password: password is there, fingerprint hmac:', 'All is well (49 pass, 4 skip).']) expect(stdout).toContain(part);
  });

  it('tells a program the same, with a version', async () => {
    const { stdout, report } = await doctor(federation.config(['azure']), { json: true });
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, status: 'pass', exitCode: 0, attempts: [] });
    expect(statusesOf(report.workloadIdentities[0]?.rungs)).toEqual(['issuer.discovery pass', 'issuer.name pass', 'issuer.keys pass', 'clock pass', 'mint pass']);
    expect(statusesOf(report.credentials[0]?.rungs)).toEqual(['registration skip', 'exchange pass', 'identity pass', 'secret pass', 'secret pass', 'json-key pass', 'list pass']);
  });

  it('checks the issuer once for all credentials of an identity', async () => {
    const config = federation.config(['azure']);
    const shared = { ...config, credentials: { ...config.credentials, second: config.credentials['azure']! } };
    federation.clouds.clearRequests();
    federation.clouds.azure.jwksCacheMs = 60_000;
    const { report } = await doctor(shared, { json: true });
    federation.clouds.azure.jwksCacheMs = 0;
    expect(report.workloadIdentities).toHaveLength(1);
    expect(report.credentials.map(({ name }) => name)).toEqual(['azure', 'second']);
    expect(federation.clouds.requests.filter(({ service, path }) => service === 'issuer' && path.endsWith('openid-configuration')).length).toBeLessThanOrEqual(2);
    expect(federation.clouds.requests.filter(({ service }) => service === 'entra')).toHaveLength(1);
  });

  it('an optional secret may be absent', async () => {
    const { code, report } = await doctor(federation.config(['azure'], { variables: { API_KEY: { credential: 'azure', secret: 'absent', optional: true } } }), { json: true });
    expect(code).toBe(0);
    expect(report.credentials[0]?.rungs.find(({ id }) => id === 'secret')).toMatchObject({ status: 'skip', message: expect.stringContaining('API_KEY stays unset') });
  });

  it('a secret that can be read and is nothing for an environment is found, without its value', async () => {
    federation.azure.vault.set('blob', 'binary\0canary');
    const { code, stdout } = await doctor(federation.config(['azure'], { variables: { BLOB: { credential: 'azure', secret: 'blob' } } }));
    expect(code).toBe(6);
    expect(stdout).toMatch(/✗ fail +secret +\d+ ms {2}blob: .*BLOB/);
    expect(stdout).not.toContain('canary');
    expect((await doctor(federation.config(['azure'], { variables: { BLOB: { credential: 'azure', secret: 'blob', encoding: 'base64' } } }))).code).toBe(0);
  });

  it('a name that no command can have is found', async () => {
    const { code, stdout } = await doctor(federation.config(['azure'], { variables: { NODE_OPTIONS: { credential: 'azure', secret: 'api-key' } } }));
    expect(code).toBe(2);
    expect(stdout).toMatch(/✗ fail +variables .*NODE_OPTIONS/);
  });

  it('is Markdown for a ticket, without whole ids and without commands', async () => {
    const { azure: { application, tenant } } = federation;
    application.removeFederatedCredential('carnet');
    const { code, stdout } = await doctor(federation.config(['azure']), { markdown: true });
    application.addFederatedCredential({ name: 'carnet', issuer: federation.issuer.issuer, subject: federation.subject, audience: 'api://AzureADTokenExchange' });
    expect(code).toBe(5);
    expect(stdout).toContain('## credential azure (azure, workload identity azure)');
    expect(stdout).toMatch(/^\| fail \| exchange \| \d+ \|/m);
    expect(stdout).toContain(`organization:${federation.organization.slice(0, 4)}…,`);
    for (const id of [federation.organization, tenant.id, application.clientId, '--parameters']) expect(stdout).not.toContain(id);
  });
});

describe('doctor --registered', () => {
  const listed = (subject: string): string => JSON.stringify([{ name: 'carnet', issuer: federation.issuer.issuer, subject, audiences: ['api://AzureADTokenExchange'] }]);
  const provider = (): string => JSON.stringify({ name: federation.google.provider.resourceName, state: 'ACTIVE', attributeCondition: federation.google.provider.attributeCondition, attributeMapping: { 'google.subject': 'assertion.sub' }, oidc: { issuerUri: federation.issuer.issuer } });

  it('holds each file against the identity whose provider can read it', async () => {
    const files = { 'azure.json': listed(federation.subject), 'google.json': provider() };
    const { code, report } = await doctor(federation.config(['azure', 'google']), { json: true, registered: Object.keys(files) }, files);
    expect(code).toBe(0);
    expect(report.credentials.map(({ rungs }) => rungs[0])).toMatchObject([{ id: 'registration', status: 'pass', message: 'carnet fits our token, of 1 registered.' }, { id: 'registration', status: 'pass' }]);
  });

  it('that two identities can read, or none, is refused with what to do', async () => {
    const config = federation.config(['azure']);
    const twice = { ...config, workloadIdentities: { ...config.workloadIdentities, other: config.workloadIdentities?.['azure'] ?? { kind: '' } }, credentials: { ...config.credentials, other: { ...config.credentials['azure']!, identity: 'other' } } } as CarnetConfig;
    await expect(doctor(twice, { registered: ['a.json'] }, { 'a.json': listed('x') })).rejects.toMatchObject({ code: 'INPUT_INVALID', message: 'The file a.json may belong to azure or other.' });
    await expect(doctor(config, { registered: ['a.json'] }, { 'a.json': '{"Role":{}}' })).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('The file a.json is not what any command prints') as string });
  });
});

describe('doctor --probe', () => {
  it('finds every trust as narrow as it should be, says before what it leaves behind, and does not probe where values are compared exactly', async () => {
    const { code, report } = await doctor(federation.config(everyCloud), { probe: true, json: true });
    expect(code, JSON.stringify(report, undefined, 1)).toBe(0);
    const probes = report.credentials.map(({ name, rungs }) => [name, ...rungs.filter(({ id }) => id.startsWith('probe.')).map(({ status }) => status)]);
    expect(probes).toEqual([['azure', 'skip', 'skip'], ['aws', 'pass', 'pass'], ['google', 'pass', 'pass'], ['vault', 'pass', 'pass']]);
    expect((await doctor(federation.config(everyCloud), { probe: true })).stderr).toMatch(/cloud of aws, google, vault two tokens of 60 s that it must refuse[^]*log will show two refused/);
    expect((await doctor(federation.config(['azure']), { probe: true })).stderr).toBe('');
  });

  it.each<readonly [CloudName, (it: LocalFederation) => void]>([
    ['aws', ({ aws: { role, account }, issuer }) => {
      const host = issuer.issuer.replace('https://', '');
      role.trustPolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: `arn:aws:iam::${account.id}:oidc-provider/${host}` }, Condition: { StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com' } } }] };
    }],
    ['google', ({ google: { provider } }) => { provider.attributeCondition = undefined; }],
    ['vault', ({ vault: { jwt, role: { name, boundAudiences, policies } } }) => jwt.role({ name, boundAudiences, policies })],
  ])('F a trust of %s that lets strangers in is TRUST_TOO_WIDE', async (cloud, widen) => {
    await using wide = await startFederation();
    widen(wide);
    const { code, report } = await doctor(wide.config([cloud]), { probe: true, json: true });
    expect(code, JSON.stringify(report, undefined, 1)).toBe(5);
    const { rungs } = report.credentials[0]!;
    expect(rungs.find(({ id }) => id === 'exchange')?.status).toBe('pass');
    expect(rungs.find(({ id }) => id === 'probe.subject')).toMatchObject({ status: 'fail', error: { code: 'TRUST_TOO_WIDE' } });
    expect(rungs.find(({ id }) => id === 'probe.audience')?.status).toBe('pass');
  });
});
