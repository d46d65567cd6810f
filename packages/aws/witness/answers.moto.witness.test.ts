import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusalOf, worlds, type World } from './worlds.ts';

// What the SDK is told by moto and by the local AWS alike. Where they differ: differences.moto.witness.test.ts.
describe.each(worlds)('Secrets Manager as %s answers it', (_, start) => {
  let world: World;
  let client: SecretsManagerClient;
  beforeAll(async () => {
    world = await start();
    client = world.owner();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const get = (SecretId: string, which: { readonly VersionId?: string; readonly VersionStage?: string } = {}) => client.send(new GetSecretValueCommand({ SecretId, ...which }));
  const put = (SecretId: string, SecretString: string, VersionStages?: string[]) => client.send(new PutSecretValueCommand({ SecretId, SecretString, ...(VersionStages ? { VersionStages } : {}) }));
  async function create(value: string | Uint8Array = 'first', prefix = 'orders'): Promise<{ name: string; arn: string; version: string }> {
    const name = `${prefix}/${randomUUID()}`;
    const { ARN = '', VersionId = '' } = await client.send(new CreateSecretCommand({ Name: name, ...(typeof value === 'string' ? { SecretString: value } : { SecretBinary: value }) }));
    return { name, arn: ARN, version: VersionId };
  }
  // One after another: moto loses its way among parallel writes.
  async function createMany(count: number, prefix?: string): Promise<string[]> {
    const names: string[] = [];
    for (let index = 0; index < count; index += 1) names.push((await create(`value ${index}`, prefix)).name);
    return names;
  }
  const remove = (SecretId: string, how: { readonly RecoveryWindowInDays?: number; readonly ForceDeleteWithoutRecovery?: boolean } = {}) => client.send(new DeleteSecretCommand({ SecretId, ...how }));

  test('a secret is read by its name, its ARN and its ARN without the six random characters', async () => {
    const { name, arn, version } = await create();
    expect(arn).toMatch(new RegExp(`^arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}-[A-Za-z0-9]{6}$`));
    for (const id of [name, arn, arn.slice(0, -7)]) {
      expect(await get(id)).toMatchObject({ ARN: arn, Name: name, VersionId: version, SecretString: 'first', VersionStages: ['AWSCURRENT'], CreatedDate: expect.any(Date) });
    }
  });

  test('bytes come back as they were, without a text beside them', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_unused, index) => index);
    const answer = await get((await create(bytes)).name);
    expect(Buffer.from(answer.SecretBinary ?? []).equals(bytes)).toBe(true);
    expect(answer.SecretString).toBeUndefined();
  });

  test('a rotation moves AWSCURRENT to the new version and AWSPREVIOUS to the one before, and every version stays readable by its id', async () => {
    const { name, version: first } = await create();
    const { VersionId: second = '' } = await put(name, 'second');
    const { VersionId: third = '' } = await put(name, 'third');
    expect(new Set([first, second, third]).size).toBe(3);
    expect(await get(name)).toMatchObject({ VersionId: third, SecretString: 'third' });
    expect(await get(name, { VersionStage: 'AWSPREVIOUS' })).toMatchObject({ VersionId: second, SecretString: 'second', VersionStages: ['AWSPREVIOUS'] });
    expect(await get(name, { VersionId: first })).toMatchObject({ VersionId: first, SecretString: 'first' });
  });

  test('a version put under a label of its own leaves AWSCURRENT where it is', async () => {
    const { name, version } = await create();
    const { VersionId, VersionStages } = await put(name, 'candidate', ['CANDIDATE']);
    expect(VersionStages).toEqual(['CANDIDATE']);
    expect(await get(name)).toMatchObject({ VersionId: version, SecretString: 'first' });
    expect(await get(name, { VersionStage: 'CANDIDATE' })).toMatchObject({ VersionId, SecretString: 'candidate' });
  });

  test('AWSCURRENT can be moved back, and AWSPREVIOUS follows it', async () => {
    const { name, version: first } = await create();
    const { VersionId: second = '' } = await put(name, 'second');
    await client.send(new UpdateSecretVersionStageCommand({ SecretId: name, VersionStage: 'AWSCURRENT', MoveToVersionId: first, RemoveFromVersionId: second }));
    expect(await get(name, { VersionStage: 'AWSCURRENT' })).toMatchObject({ VersionId: first });
    expect(await get(name, { VersionStage: 'AWSPREVIOUS' })).toMatchObject({ VersionId: second });
    const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId: name }));
    expect(VersionIdsToStages).toEqual({ [first]: ['AWSCURRENT'], [second]: ['AWSPREVIOUS'] });
  });

  test('UpdateSecret with a value makes a version as PutSecretValue does', async () => {
    const { name, version } = await create();
    const { VersionId } = await client.send(new UpdateSecretCommand({ SecretId: name, SecretString: 'updated' }));
    expect(await get(name)).toMatchObject({ VersionId, SecretString: 'updated' });
    expect(await get(name, { VersionStage: 'AWSPREVIOUS' })).toMatchObject({ VersionId: version });
  });

  test('no secret, no version and no label of that name are all ResourceNotFoundException', async () => {
    const { name } = await create();
    const empty = `orders/${randomUUID()}`;
    await client.send(new CreateSecretCommand({ Name: empty }));
    const missing = [
      () => get('orders/absent'),
      () => get(name, { VersionId: randomUUID() }),
      () => get(name, { VersionStage: 'NO_SUCH_LABEL' }),
      () => get(empty),
      () => put('orders/absent', 'x'),
      () => remove('orders/absent'),
    ];
    for (const call of missing) expect(await refusalOf(call())).toMatchObject({ name: 'ResourceNotFoundException', message: expect.stringContaining("Secrets Manager can't find the specified secret") });
  });

  test('a version id and a label that belong to different versions are InvalidRequestException', async () => {
    const { name, version: first } = await create();
    const { VersionId: second = '' } = await put(name, 'second');
    expect(await refusalOf(get(name, { VersionId: first, VersionStage: 'AWSCURRENT' }))).toMatchObject({ name: 'InvalidRequestException' });
    expect(await get(name, { VersionId: second, VersionStage: 'AWSCURRENT' })).toMatchObject({ SecretString: 'second' });
  });

  test('a name is taken once, and a request token repeated with the same value is the same version', async () => {
    const { name } = await create();
    expect(await refusalOf(client.send(new CreateSecretCommand({ Name: name, SecretString: 'x' })))).toMatchObject({ name: 'ResourceExistsException', message: expect.stringContaining('already exists') });
    const ClientRequestToken = randomUUID();
    const again = (SecretString: string) => client.send(new PutSecretValueCommand({ SecretId: name, SecretString, ClientRequestToken }));
    expect((await again('second')).VersionId).toBe(ClientRequestToken);
    expect((await again('second')).VersionId).toBe(ClientRequestToken);
    expect(await refusalOf(again('other'))).toMatchObject({ name: 'ResourceExistsException' });
  });

  test('a deleted secret is InvalidRequestException until it is restored, and its metadata stay', async () => {
    const { name } = await create();
    const { DeletionDate } = await remove(name, { RecoveryWindowInDays: 7 });
    expect(DeletionDate?.getTime()).toBeGreaterThan(Date.now());
    expect(await refusalOf(get(name))).toMatchObject({ name: 'InvalidRequestException', message: expect.stringContaining('marked') });
    expect(await refusalOf(remove(name))).toMatchObject({ name: 'InvalidRequestException' });
    expect(await client.send(new DescribeSecretCommand({ SecretId: name }))).toMatchObject({ Name: name, DeletedDate: expect.any(Date) });
    await client.send(new RestoreSecretCommand({ SecretId: name }));
    expect(await get(name)).toMatchObject({ SecretString: 'first' });
  });

  test('a deletion without recovery frees the name at once, and its rules are InvalidParameterException', async () => {
    const { name } = await create();
    expect(await refusalOf(remove(name, { RecoveryWindowInDays: 3 }))).toMatchObject({ name: 'InvalidParameterException' });
    expect(await refusalOf(remove(name, { RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true }))).toMatchObject({ name: 'InvalidParameterException' });
    await remove(name, { ForceDeleteWithoutRecovery: true });
    expect(await refusalOf(get(name))).toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(client.send(new CreateSecretCommand({ Name: name, SecretString: 'again' }))).resolves.toMatchObject({ Name: name });
  });

  test('a batch of 20 gives AWSCURRENT of each, and a missing or deleted one stands in Errors', async () => {
    const made = await createMany(18);
    const { name: deleted } = await create();
    await remove(deleted);
    await put(made[0] ?? '', 'rotated');
    const { SecretValues = [], Errors, NextToken } = await client.send(new BatchGetSecretValueCommand({ SecretIdList: [...made, 'orders/absent', deleted] }));
    const values = new Map(SecretValues.map(({ Name, SecretString }) => [Name, SecretString]));
    expect(made.map((name) => values.get(name))).toEqual(['rotated', ...Array.from({ length: 17 }, (_unused, index) => `value ${index + 1}`)]);
    expect(SecretValues[0]).toMatchObject({ ARN: expect.any(String), VersionId: expect.any(String), VersionStages: ['AWSCURRENT'], CreatedDate: expect.any(Date) });
    expect(Errors).toEqual([
      { SecretId: 'orders/absent', ErrorCode: 'ResourceNotFoundException', Message: "Secrets Manager can't find the specified secret." },
      { SecretId: deleted, ErrorCode: 'InvalidRequestException', Message: expect.stringContaining('marked') },
    ]);
    expect(NextToken).toBeUndefined();
  });

  test('a batch takes ids or filters, and pages with filters alone', async () => {
    const { name } = await create();
    const Filters = [{ Key: 'name' as const, Values: [name] }];
    for (const input of [{ SecretIdList: [name], Filters }, { SecretIdList: [name], MaxResults: 2 }]) {
      expect(await refusalOf(client.send(new BatchGetSecretValueCommand(input)))).toMatchObject({ name: 'InvalidParameterException' });
    }
    const { SecretValues } = await client.send(new BatchGetSecretValueCommand({ Filters }));
    expect(SecretValues).toMatchObject([{ Name: name, SecretString: 'first' }]);
  });

  test('a list comes in pages, and its filter on names is a prefix in which case counts', async () => {
    const prefix = `many-${randomUUID()}`;
    const made = await createMany(27, prefix);
    const pages: string[][] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListSecretsCommand({ MaxResults: 10, Filters: [{ Key: 'name', Values: [prefix] }], ...(NextToken === undefined ? {} : { NextToken }) }));
      pages.push((page.SecretList ?? []).map(({ Name = '' }) => Name));
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    expect(pages.map(({ length }) => length)).toEqual([10, 10, 7]);
    expect(pages.flat().toSorted()).toEqual(made.toSorted());
    for (const other of [prefix.toUpperCase(), prefix.slice(1)]) {
      expect((await client.send(new ListSecretsCommand({ Filters: [{ Key: 'name', Values: [other] }] }))).SecretList).toEqual([]);
    }
  });

  test('a region knows nothing of another', async () => {
    const { name } = await create();
    expect(await refusalOf(world.owner('eu-west-1').send(new GetSecretValueCommand({ SecretId: name })))).toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
