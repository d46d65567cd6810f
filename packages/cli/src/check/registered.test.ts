import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { captureHost } from '../testing/captured-host.ts';
import { startFederation, withOpen, type CloudName, type LocalFederation } from '../testing/local-federation.ts';
import { performCommand } from '../testing/perform-command.ts';
import { projectWith } from '../testing/workspace.ts';
import { examine } from './check-credential.ts';
import type { ShownRung } from './shown-rung.ts';

interface Case {
  readonly cloud: CloudName;
  /** Registers this subject in place of ours. */
  readonly register: (federation: LocalFederation, subject: string) => void;
  /** What the list command prints then. */
  readonly printed: (federation: LocalFederation) => unknown;
}

const audience = 'api://AzureADTokenExchange';

const cases: readonly Case[] = [
  {
    cloud: 'azure',
    register({ azure: { application }, issuer }, subject) {
      application.removeFederatedCredential('carnet');
      application.addFederatedCredential({ name: 'carnet', issuer: issuer.issuer, subject, audience });
    },
    printed: ({ azure: { application } }) => application.federatedCredentials.map(({ audience: only, ...rest }) => ({ ...rest, audiences: [only] })),
  },
  {
    cloud: 'aws',
    register({ aws: { role }, subject: ours }, subject) {
      role.trustPolicy = JSON.parse(JSON.stringify(role.trustPolicy).replaceAll(ours, subject)) as object;
    },
    printed: ({ aws: { role } }) => ({ Role: { RoleName: role.name, Arn: role.arn, Path: '/', AssumeRolePolicyDocument: role.trustPolicy } }),
  },
  {
    cloud: 'google',
    register({ google: { provider } }, subject) {
      provider.attributeCondition = `assertion.sub=='${subject}'`;
    },
    printed: ({ google: { provider }, issuer }) => ({ name: provider.resourceName, state: 'ACTIVE', attributeCondition: provider.attributeCondition, attributeMapping: { 'google.subject': 'assertion.sub' }, oidc: { issuerUri: issuer.issuer } }),
  },
  {
    cloud: 'vault',
    register({ vault: { jwt, role } }, subject) {
      jwt.role({ ...role, boundSubject: subject });
    },
    printed: ({ vault: { role }, subject }) => ({ data: { role_type: 'jwt', user_claim: 'sub', bound_subject: `${subject.slice(0, -1)}g`, bound_audiences: role.boundAudiences, token_policies: role.policies } }),
  },
];

it.each(cases)('F story 7 on $cloud: the character that differs, and the command that mends it', async ({ cloud, register, printed }) => {
  await using federation = await startFederation();
  const wrong = `${federation.subject.slice(0, -1)}g`;
  register(federation, wrong);
  const cwd = projectWith({ 'registered.json': '' });
  const check = async (): Promise<{ readonly code: number; readonly rungs: readonly ShownRung[] }> => {
    const { host, written } = captureHost(cwd);
    const code = await withOpen(federation.config([cloud]), (open) => examine(cloud, open, { json: true, registered: ['registered.json'] }, host));
    return { code, ...(JSON.parse(written.stdout) as { readonly rungs: readonly ShownRung[] }) };
  };
  writeFileSync(join(cwd, 'registered.json'), JSON.stringify(printed(federation)));
  const red = await check();
  expect(red.code, JSON.stringify(red, undefined, 1)).toBe(5);
  const exchange = red.rungs.find(({ id }) => id === 'exchange');
  expect(exchange).toMatchObject({ status: 'fail', difference: { value: 'subject', ours: federation.subject, theirs: wrong, position: wrong.length }, expected: { subject: wrong } });

  performCommand(federation, exchange?.diagnosis?.command ?? '');
  writeFileSync(join(cwd, 'registered.json'), JSON.stringify(printed(federation)).replaceAll(wrong, federation.subject));
  const green = await check();
  expect(green.code, JSON.stringify(green, undefined, 1)).toBe(0);
  expect(green.rungs.find(({ id }) => id === 'registration')?.status).toBe('pass');
});
