import { CreateSecretCommand, PutSecretValueCommand, RestoreSecretCommand, UpdateSecretVersionStageCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createCarnet } from '@carnet/core';
import type { SecretStore } from '@carnet/provider';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAws } from '../src/index.ts';
import { openAws } from './open-aws.ts';
import { worlds, type World } from './worlds.ts';

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

describe.each(worlds)('our AWS provider against %s', (_, start) => {
  let world: World;
  let owner: SecretsManagerClient;
  let store: SecretStore;
  beforeAll(async () => {
    world = await start();
    owner = world.owner();
    store = openAws(world);
  });
  afterAll(async () => {
    await store.close?.();
    await world[Symbol.asyncDispose]();
  });

  async function create(value: string | Uint8Array = 'first', prefix = 'orders'): Promise<{ name: string; version: string }> {
    const name = `${prefix}/${randomUUID()}`;
    const { VersionId = '' } = await owner.send(new CreateSecretCommand({ Name: name, ...(typeof value === 'string' ? { SecretString: value } : { SecretBinary: value }) }));
    return { name, version: VersionId };
  }
  // One after another: moto loses its way among parallel writes.
  async function createMany(count: number, prefix?: string): Promise<string[]> {
    const names: string[] = [];
    for (let index = 0; index < count; index += 1) names.push((await create(`value ${index}`, prefix)).name);
    return names;
  }
  const put = async (SecretId: string, SecretString: string, VersionStages = ['AWSCURRENT']): Promise<string> => (await owner.send(new PutSecretValueCommand({ SecretId, SecretString, VersionStages }))).VersionId ?? '';
  const read = async (name: string, version?: string) => {
    const result = await store.read({ name, ...(version === undefined ? {} : { version }) }, {});
    return { value: text(result.bytes), version: result.version };
  };
  const readMany = async (names: readonly string[]) => (await store.readMany?.(names.map((name) => ({ name })), {})) ?? [];

  test('the exchange gives the role that was asked for', async () => {
    const { principal, expiresAt } = await store.authenticate({});
    expect(principal).toMatch(/^arn:aws:sts::123456789012:assumed-role\/reader\/./);
    expect(expiresAt).toBeGreaterThan(Date.now());
  });

  test('a secret is read by its name, with its version id', async () => {
    const { name, version } = await create();
    expect(await read(name)).toEqual({ value: 'first', version });
  });

  test('bytes arrive as they were written, singly and in a batch', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_unused, index) => index);
    const { name } = await create(bytes);
    expect(Buffer.from((await store.read({ name }, {})).bytes).equals(bytes)).toBe(true);
    const [result] = await readMany([name]);
    expect(result?.ok && Buffer.from(result.bytes).equals(bytes)).toBe(true);
  });

  test('after a rotation the newest is read, and the one before by its id and by stage:AWSPREVIOUS', async () => {
    const { name, version: first } = await create();
    const second = await put(name, 'second');
    expect(await read(name)).toEqual({ value: 'second', version: second });
    expect(await read(name, first)).toEqual({ value: 'first', version: first });
    expect(await read(name, 'stage:AWSPREVIOUS')).toEqual({ value: 'first', version: first });
    expect(await readMany([name])).toMatchObject([{ ok: true, version: second }]);
  });

  test('a label of its own is read by stage:<label>, and a moved AWSCURRENT by stage:AWSCURRENT', async () => {
    const { name, version: first } = await create();
    const candidate = await put(name, 'candidate', ['CANDIDATE']);
    expect(await read(name, 'stage:CANDIDATE')).toEqual({ value: 'candidate', version: candidate });
    await owner.send(new UpdateSecretVersionStageCommand({ SecretId: name, VersionStage: 'AWSCURRENT', MoveToVersionId: candidate, RemoveFromVersionId: first }));
    expect(await read(name, 'stage:AWSCURRENT')).toEqual({ value: 'candidate', version: candidate });
  });

  test('no secret, no version and no label of that name are SECRET_NOT_FOUND', async () => {
    const { name } = await create();
    for (const reference of [{ name: 'orders/absent' }, { name, version: randomUUID() }, { name, version: 'stage:NO_SUCH_LABEL' }]) {
      await expect(store.read(reference, {})).rejects.toMatchObject({ code: 'SECRET_NOT_FOUND', cloudCode: 'ResourceNotFoundException', retryable: false });
    }
  });

  test('a batch of 20 is answered in the order asked, and a missing one fails alone', async () => {
    const made = await createMany(19);
    const names = [...made, 'orders/absent'].toReversed();
    expect(store.batchSize).toBe(20);
    const results = await readMany(names);
    expect(results[0]).toMatchObject({ ok: false, error: { code: 'SECRET_NOT_FOUND' } });
    expect(results.slice(1).map((result) => (result.ok ? text(result.bytes) : result.error.code))).toEqual(made.map((_unused, index) => `value ${index}`).toReversed());
  });

  test('through the host 45 secrets arrive, more than two batches take', async () => {
    const made = await createMany(45);
    const carnet = createCarnet({
      identity: { subjectToken: () => world.subjectToken() },
      providers: [createAws()],
      workloadIdentities: { reader: { kind: 'aws', ...world.identity } },
      credentials: { store: { provider: 'aws', method: 'workload-identity', identity: 'reader', store: {} } },
      variables: Object.fromEntries(made.map((name, index) => [`VALUE_${index}`, { credential: 'store', secret: name }])),
      fingerprintKey: new Uint8Array(32).fill(7),
      transport: world.transport,
      environment: {},
    });
    const resolution = await carnet.resolve();
    expect(made.map((_unused, index) => resolution.secret(`VALUE_${index}`)?.reveal())).toEqual(made.map((_unused, index) => `value ${index}`));
    await carnet.close();
  });

  test('a list follows its pages, and a prefix narrows it', async () => {
    const prefix = `many-${randomUUID()}`;
    const made = await createMany(120, prefix);
    const listed: string[] = [];
    for await (const { name } of store.list?.({ prefix }) ?? []) listed.push(name);
    expect(listed.toSorted()).toEqual(made.toSorted());
  });

  test('write creates a secret, writes over it, and what was written is read with its version', async () => {
    const name = `written/${randomUUID()}`;
    const first = await store.write?.(name, new TextEncoder().encode('one'), {});
    expect(await read(name)).toEqual({ value: 'one', version: first?.version });
    const second = await store.write?.(name, new TextEncoder().encode('two'), {});
    expect(await read(name)).toEqual({ value: 'two', version: second?.version });
    expect(await read(name, 'stage:AWSPREVIOUS')).toEqual({ value: 'one', version: first?.version });
  });

  test('what is no text is written and read as bytes', async () => {
    const name = `written/${randomUUID()}`;
    const bytes = Uint8Array.of(0, 255, 254, 1);
    await store.write?.(name, bytes, {});
    expect([...(await store.read({ name }, {})).bytes]).toEqual([...bytes]);
  });

  test('a removed secret is SECRET_DISABLED, leaves the list, and is read again when its owner restores it', async () => {
    const { name } = await create('kept', 'removed');
    await store.remove?.(name, {});
    await expect(store.read({ name }, {})).rejects.toMatchObject({ code: 'SECRET_DISABLED', cloudCode: 'InvalidRequestException' });
    const listed: string[] = [];
    for await (const secret of store.list?.({ prefix: 'removed/' }) ?? []) listed.push(secret.name);
    expect(listed).not.toContain(name);
    await owner.send(new RestoreSecretCommand({ SecretId: name }));
    expect(await read(name)).toMatchObject({ value: 'kept' });
  });

  test('to remove what is not there is SECRET_NOT_FOUND', async () => {
    await expect(store.remove?.('orders/absent', {})).rejects.toMatchObject({ code: 'SECRET_NOT_FOUND' });
  });
});
