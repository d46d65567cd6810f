import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { kickoffBench } from '../kickoffs/testing/kickoff-bench.ts';
import { sampleManifests } from '../resources/testing/sample-manifests.ts';
import { eachDatabase } from '../testing/databases.ts';
import { createPlatformIssuer } from './platform-issuer.ts';
import { createTokenDesk } from './token-desk.ts';
import type { TokenConfig } from './token-rule.ts';

const config: TokenConfig = { id: randomUUID(), name: 'acme-prod', kind: 'acme', settings: { tenant: 'one' }, subject: 'organization', organizationIssuer: false, tokenLifetimeSeconds: null };
const actor = { kind: 'person', id: 'ada', name: 'Ada' } as const;
const signal = new AbortController().signal;

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

eachDatabase(({ open }) => {
  describe('the token desk of a connection test', () => {
    it('gives a token of the stored config, and writes it down as a test', async () => {
      const bench = await kickoffBench(await open());
      const desk = createTokenDesk({ issuer: bench.issuer, store: bench.store, manifests: () => sampleManifests })({ organization: bench.organization, actor, config });
      expect(claimsOf(await desk.subjectToken({ renew: false, signal }))).toMatchObject({ aud: 'https://acme.example.com', sub: `organization:${bench.organization}` });
      const row = await bench.store.db.selectFrom('audit_entry').select(['actor_id', 'details']).where('action', '=', 'token.handed_out').executeTakeFirstOrThrow();
      expect(row).toMatchObject({ actor_id: 'ada', details: expect.stringContaining('"purpose":"connection-test"') });
    });

    it('gives decoys of 60 s for an organization that there is not, or an audience of its own, and no other', async () => {
      const bench = await kickoffBench(await open());
      const desk = createTokenDesk({ issuer: bench.issuer, store: bench.store, manifests: () => sampleManifests })({ organization: bench.organization, actor, config });
      const decoy = randomUUID();
      const token = claimsOf(await desk.probe!({ audience: 'https://acme.example.com', organization: decoy, signal }));
      expect(token).toMatchObject({ sub: `organization:${decoy}`, aud: 'https://acme.example.com' });
      expect(Number(token['exp']) - Number(token['iat'])).toBe(60);
      expect(claimsOf(await desk.probe!({ audience: 'urn:carnet:probe:1', signal }))).toMatchObject({ sub: `organization:${bench.organization}`, aud: 'urn:carnet:probe:1' });
      await bench.store.db.updateTable('organization').set({ deleted_at: 1 }).where('id', '=', bench.stranger).execute();
      for (const probe of [{ audience: 'https://acme.example.com', organization: bench.stranger }, { audience: 'https://acme.example.com', organization: bench.organization }, { audience: 'https://acme.example.com' }, { audience: 'sts.amazonaws.com', organization: decoy }]) {
        await expect(desk.probe!({ ...probe, signal })).rejects.toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE' });
      }
    });

    it('gives none without a config, nor for a subject that names an automation which is not said', async () => {
      const bench = await kickoffBench(await open());
      const deskOf = createTokenDesk({ issuer: bench.issuer, store: bench.store, manifests: () => sampleManifests });
      const ask = (changes: object): Promise<string> => deskOf({ organization: bench.organization, actor, config, ...changes }).subjectToken({ renew: false, signal });
      await expect(ask({ config: undefined })).rejects.toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE' });
      await expect(ask({ config: { ...config, subject: 'automation' } })).rejects.toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE' });
      const automation = randomUUID();
      expect(claimsOf(await ask({ config: { ...config, subject: 'automation' }, automation }))).toMatchObject({ sub: `organization:${bench.organization}:automation:${automation}` });
      await expect(ask({ config: { ...config, kind: 'gone' } })).rejects.toMatchObject({ code: 'PROVIDER_NOT_FOUND' });
      await expect(ask({ config: { ...config, settings: { tenant: 'NOT LOWER' } } })).rejects.toMatchObject({ code: 'SETTINGS_INVALID' });
    });
  });

  describe('the issuer', () => {
    it('mints for no audience that is an address of the platform itself', async () => {
      const bench = await kickoffBench(await open());
      const issuer = await createPlatformIssuer({
        environment: { OIDC_ISSUER: 'https://issuer.example.com' }, audit: { append: () => Promise.resolve() }, manifests: () => sampleManifests, ownAddresses: ['https://carnet.example.com'], now: () => 0, randomBytes,
      });
      const address: TokenConfig = { ...config, kind: 'anywhere', settings: { address: 'https://carnet.example.com:443/v1' } };
      await expect(issuer.mintFor({ organization: bench.organization, config: address, actor, purpose: 'kickoff' })).rejects.toMatchObject({ code: 'MINT_REQUEST_INVALID' });
    });

    it('tells of each token whether it was in the cache', async () => {
      const told: string[] = [];
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const issuer = await createPlatformIssuer({
        environment: { OIDC_ISSUER: 'https://issuer.example.com', OIDC_PRIVATE_KEY: String(privateKey.export({ type: 'pkcs8', format: 'pem' })) }, audit: { append: () => Promise.resolve() }, manifests: () => sampleManifests,
        onLookup: (result) => told.push(result), now: () => 0, randomBytes,
      });
      const request = { organization: '6f9619ff-8b86-4d01-b42d-00c04fc964ff', config, actor, purpose: 'kickoff' } as const;
      for (const renew of [false, false, true]) await issuer.mintFor({ ...request, renew });
      expect(told).toEqual(['miss', 'hit', 'miss']);
    });

    it('without a URL says so, and mints nothing', async () => {
      const issuer = await createPlatformIssuer({ environment: {}, audit: { append: () => Promise.resolve() }, manifests: () => sampleManifests, now: () => 0, randomBytes });
      expect(issuer).toMatchObject({ issuer: undefined, problem: { code: 'ISSUER_NOT_CONFIGURED' } });
      expect(() => issuer.issuerOf(config.id, config)).toThrow('no issuer');
      await expect(issuer.mintFor({ organization: config.id, config, actor, purpose: 'kickoff' })).rejects.toMatchObject({ code: 'ISSUER_NOT_CONFIGURED' });
    });
  });
});
