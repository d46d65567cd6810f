import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
  type Filter,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestAws, type TestAws, type TestCredentials } from '../../testing/test-aws.ts';

let aws: TestAws & AsyncDisposable;
let key: TestCredentials;
let client: SecretsManagerClient;
beforeEach(async () => {
  aws = await startTestAws();
  const user = aws.account.user({ name: 'owner' });
  user.putPolicy('all', { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: ['secretsmanager:*', 'kms:*'], Resource: '*' } });
  key = user.createAccessKey();
  client = aws.secretsClient(key);
});
afterEach(() => aws[Symbol.asyncDispose]());

const refusal = async (call: Promise<unknown>): Promise<string> =>
  await call.then(
    () => 'accepted',
    (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`,
  );
const get = async (SecretId: string, more: { VersionId?: string; VersionStage?: string } = {}) => await client.send(new GetSecretValueCommand({ SecretId, ...more }));
const create = async (Name: string, SecretString = 'one', more = {}) => await client.send(new CreateSecretCommand({ Name, SecretString, ...more }));
const put = async (SecretString: string, more = {}) => await client.send(new PutSecretValueCommand({ SecretId: 'database', SecretString, ...more }));

describe('versions and stages', () => {
  test('a new value is AWSCURRENT, the one before AWSPREVIOUS, the one before that has no label', async () => {
    const { VersionId: first = '' } = await create('database');
    const { VersionId: second = '' } = await put('two');
    const { VersionId: third = '' } = await put('three');
    expect((await get('database')).SecretString).toBe('three');
    expect((await get('database', { VersionStage: 'AWSPREVIOUS' })).VersionId).toBe(second);
    expect(await get('database', { VersionId: first })).toMatchObject({ SecretString: 'one' });
    expect((await get('database', { VersionId: first })).VersionStages).toBeUndefined();
    const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId: 'database' }));
    expect(VersionIdsToStages).toEqual({ [third]: ['AWSCURRENT'], [second]: ['AWSPREVIOUS'] });
    const versions = async (IncludeDeprecated: boolean) => (await client.send(new ListSecretVersionIdsCommand({ SecretId: 'database', IncludeDeprecated }))).Versions?.length;
    expect([await versions(false), await versions(true)]).toEqual([2, 3]);
  });

  test('labels of one\'s own move, and AWSCURRENT stays', async () => {
    await create('database');
    await put('pending', { VersionStages: ['AWSPENDING', 'candidate'] });
    expect((await get('database')).SecretString).toBe('one');
    const { VersionId: pending = '' } = await get('database', { VersionStage: 'candidate' });
    const move = (more: object) => client.send(new UpdateSecretVersionStageCommand({ SecretId: 'database', VersionStage: 'AWSCURRENT', ...more }));
    expect(await refusal(move({ MoveToVersionId: pending }))).toMatch(/^InvalidParameterException: The parameter RemoveFromVersionId can't be empty\. Staging label AWSCURRENT/);
    const { VersionId: first } = await get('database');
    expect(await refusal(move({ RemoveFromVersionId: first }))).toMatch(/^InvalidParameterException/);
    await move({ MoveToVersionId: pending, RemoveFromVersionId: first });
    expect((await get('database')).SecretString).toBe('pending');
    expect((await get('database', { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('one');
  });

  test('a token makes a call happen once', async () => {
    const token = crypto.randomUUID();
    expect(await create('database', 'one', { ClientRequestToken: token })).toEqual({ ...(await create('database', 'one', { ClientRequestToken: token })), $metadata: expect.anything() as object });
    expect(await refusal(create('database', 'two', { ClientRequestToken: token }))).toMatch(/^ResourceExistsException: You can't use ClientRequestToken/);
    expect(await refusal(create('database'))).toBe('ResourceExistsException: The operation failed because the secret database already exists.');
    await put('two', { ClientRequestToken: `${token}2` });
    await put('two', { ClientRequestToken: `${token}2` });
    expect(await refusal(put('three', { ClientRequestToken: `${token}2` }))).toMatch(/^ResourceExistsException/);
    expect(await refusal(client.send(new UpdateSecretCommand({ SecretId: 'database', SecretString: 'two', ClientRequestToken: `${token}2` })))).toMatch(/^ResourceExistsException/);
    expect((await client.send(new ListSecretVersionIdsCommand({ SecretId: 'database', IncludeDeprecated: true }))).Versions).toHaveLength(2);
  });

  test('what is asked for and is not there', async () => {
    const { VersionId } = await create('database');
    await put('two');
    const unknown = crypto.randomUUID();
    expect(await refusal(get('nothing'))).toBe("ResourceNotFoundException: Secrets Manager can't find the specified secret.");
    expect(await refusal(get('database', { VersionStage: 'blue' }))).toBe("ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: blue");
    expect(await refusal(get('database', { VersionId: unknown }))).toBe(`ResourceNotFoundException: Secrets Manager can't find the specified secret value for VersionId: ${unknown}`);
    expect(await refusal(get('database', { VersionId: VersionId ?? '', VersionStage: 'AWSCURRENT' }))).toBe('InvalidRequestException: You provided a VersionStage that is not associated to the provided VersionId.');
    await client.send(new CreateSecretCommand({ Name: 'empty' }));
    expect(await refusal(get('empty'))).toBe("ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT");
  });
});

describe('names, ARNs and values', () => {
  test('a name, an ARN, and an ARN without its last characters mean the same', async () => {
    const { ARN = '' } = await create('team/database-ab.cd');
    expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-central-1:\d{12}:secret:team\/database-ab\.cd-[A-Za-z0-9]{6}$/);
    for (const id of ['team/database-ab.cd', ARN, ARN.slice(0, -7)]) expect((await get(id)).ARN).toBe(ARN);
    for (const id of [ARN.slice(0, -1), ARN.replace('eu-central-1', 'us-east-1'), 'team']) expect(await refusal(get(id))).toMatch(/^ResourceNotFoundException/);
    expect(await refusal(create('no spaces'))).toBe('ValidationException: Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!');
  });

  test('regions and accounts know nothing of each other', async () => {
    await create('database');
    await expect(aws.secretsClient(key, 'us-east-1').send(new GetSecretValueCommand({ SecretId: 'database' }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('bytes come back as they went, and one secret has one kind of value', async () => {
    const SecretBinary = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    await client.send(new CreateSecretCommand({ Name: 'binary', SecretBinary }));
    expect([...((await get('binary')).SecretBinary ?? [])]).toEqual([...SecretBinary]);
    expect(await refusal(client.send(new CreateSecretCommand({ Name: 'both', SecretBinary, SecretString: 'x' })))).toMatch(/^InvalidParameterException/);
  });

  test('a value has 1 to 65,536 bytes, counted in bytes, and is never repeated', async () => {
    await create('largest', 'é'.repeat(32_768));
    const tooLarge = await refusal(create('larger', `${'é'.repeat(32_768)}x`));
    expect(tooLarge).toBe("ValidationException: 1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length less than or equal to 65536");
    expect(await refusal(create('empty', ''))).toMatch(/^ValidationException/);
    await create('database');
    expect(await refusal(client.send(new PutSecretValueCommand({ SecretId: 'database' })))).toBe('InvalidRequestException: You must provide either SecretString or SecretBinary.');
  });
});

describe('deletion', () => {
  test('with a recovery window the secret is refused until it is restored', async () => {
    await create('database');
    const { DeletionDate } = await client.send(new DeleteSecretCommand({ SecretId: 'database', RecoveryWindowInDays: 7 }));
    expect(DeletionDate?.getTime()).toBe(aws.clock.time + 7 * 24 * 3600_000);
    const marked = "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.";
    expect(await refusal(get('database'))).toBe(marked);
    expect(await refusal(put('two'))).toBe(marked);
    expect(await refusal(create('database'))).toBe("InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.");
    const { Errors } = await client.send(new BatchGetSecretValueCommand({ SecretIdList: ['database'] }));
    expect(Errors?.[0]?.ErrorCode).toBe('InvalidRequestException');
    expect((await client.send(new ListSecretsCommand({}))).SecretList).toEqual([]);
    expect((await client.send(new ListSecretsCommand({ IncludePlannedDeletion: true }))).SecretList).toHaveLength(1);
    await client.send(new RestoreSecretCommand({ SecretId: 'database' }));
    expect((await get('database')).SecretString).toBe('one');
  });

  test('at the end of the window, and where it is forced, nothing is left', async () => {
    await create('database');
    await client.send(new DeleteSecretCommand({ SecretId: 'database' }));
    aws.clock.time += 30 * 24 * 3600_000;
    expect(await refusal(aws.secretsClient(key).send(new GetSecretValueCommand({ SecretId: 'database' })))).toMatch(/^ResourceNotFoundException/);
    client = aws.secretsClient(key);
    await create('database', 'two');
    await client.send(new DeleteSecretCommand({ SecretId: 'database', ForceDeleteWithoutRecovery: true }));
    expect(await refusal(get('database'))).toMatch(/^ResourceNotFoundException/);
    for (const days of [6, 31]) expect(await refusal(client.send(new DeleteSecretCommand({ SecretId: 'x', RecoveryWindowInDays: days })))).toMatch(/^InvalidParameterException: The RecoveryWindowInDays/);
    expect(await refusal(client.send(new DeleteSecretCommand({ SecretId: 'x', RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true })))).toMatch(/^InvalidParameterException/);
  });
});

describe('lists and batches', () => {
  beforeEach(async () => {
    for (let index = 0; index < 25; index++) await create(`list/${String(index).padStart(2, '0')}`, `value ${index}`, { Description: index === 3 ? 'The third' : '', Tags: [{ Key: 'team', Value: index < 5 ? 'orders' : 'payments' }] });
  });

  test('pages hold what was asked for, in order, and every secret once', async () => {
    const names: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListSecretsCommand({ MaxResults: 10, SortOrder: 'asc', NextToken }));
      names.push(...(page.SecretList ?? []).map(({ Name = '' }) => Name));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(names).toEqual(Array.from({ length: 25 }, (_, index) => `list/${String(index).padStart(2, '0')}`));
    expect(await refusal(client.send(new ListSecretsCommand({ NextToken: 'x' })))).toMatch(/^InvalidNextTokenException/);
    expect(await refusal(client.send(new ListSecretsCommand({ MaxResults: 101 })))).toMatch(/^ValidationException/);
  });

  test.each<[string, Filter[], number]>([
    ['a name by its beginning', [{ Key: 'name', Values: ['list/0'] }], 10],
    ['a name by its case', [{ Key: 'name', Values: ['List/'] }], 0],
    ['a description whatever its case', [{ Key: 'description', Values: ['the third'] }], 1],
    ['one value or the other', [{ Key: 'name', Values: ['list/01', 'list/02'] }], 2],
    ['what is negated', [{ Key: 'name', Values: ['!list/0'] }], 15],
    ['all filters together', [{ Key: 'tag-value', Values: ['orders'] }, { Key: 'name', Values: ['!list/04'] }], 4],
    ['any attribute', [{ Key: 'all', Values: ['PAYMENTS list'] }], 20],
    ['a tag that none has', [{ Key: 'tag-key', Values: ['nothing'] }], 0],
  ])('filters: %s', async (_, Filters, count) => {
    expect((await client.send(new ListSecretsCommand({ Filters }))).SecretList).toHaveLength(count);
    const batched = await client.send(new BatchGetSecretValueCommand({ Filters }));
    expect(batched.SecretValues).toHaveLength(Math.min(count, 20));
    expect(batched.NextToken === undefined).toBe(count <= 20);
  });

  test('a batch takes 20 ids and not 21, ids or filters, and no page without filters', async () => {
    const ids = Array.from({ length: 21 }, (_, index) => `list/${String(index).padStart(2, '0')}`);
    const batch = (input: object): Promise<unknown> => client.send(new BatchGetSecretValueCommand(input));
    expect((await client.send(new BatchGetSecretValueCommand({ SecretIdList: ids.slice(1) }))).SecretValues).toHaveLength(20);
    expect(await refusal(batch({ SecretIdList: ids }))).toMatch(/^ValidationException: 1 validation error detected: .*'secretIdList' failed to satisfy constraint: Member must have length less than or equal to 20$/);
    const filters = [{ Key: 'name', Values: ['list'] }];
    for (const wrong of [{}, { SecretIdList: ['list/00'], Filters: filters }, { SecretIdList: ['list/00'], MaxResults: 5 }]) expect(await refusal(batch(wrong))).toMatch(/^InvalidParameterException/);
  });

  test('tags are added and taken away', async () => {
    await client.send(new TagResourceCommand({ SecretId: 'list/00', Tags: [{ Key: 'stage', Value: 'test' }] }));
    await client.send(new UntagResourceCommand({ SecretId: 'list/00', TagKeys: ['team'] }));
    expect((await client.send(new DescribeSecretCommand({ SecretId: 'list/00' }))).Tags).toEqual([{ Key: 'stage', Value: 'test' }]);
  });
});

test('UpdateSecret changes what is given and leaves the rest', async () => {
  await create('database');
  const { VersionId } = await client.send(new UpdateSecretCommand({ SecretId: 'database', Description: 'new' }));
  expect(VersionId).toBeUndefined();
  await client.send(new UpdateSecretCommand({ SecretId: 'database', SecretString: 'two' }));
  expect((await get('database')).SecretString).toBe('two');
  expect((await client.send(new DescribeSecretCommand({ SecretId: 'database' }))).Description).toBe('new');
});

test('an unknown operation, a body that is no object, and members of a wrong type', async () => {
  const call = async (target: string, change: object | string): Promise<string> => {
    const tampered = aws.secretsClient(key);
    tampered.middlewareStack.add((next) => (args) => {
      const request = args.request as { headers: Record<string, string>; body: string };
      request.headers['x-amz-target'] = target;
      request.body = typeof change === 'string' ? change : JSON.stringify(change);
      request.headers['content-length'] = String(Buffer.byteLength(request.body));
      return next(args);
    }, { step: 'build', priority: 'low', name: 'change' });
    return await refusal(tampered.send(new GetSecretValueCommand({ SecretId: 'database' })));
  };
  expect(await call('secretsmanager.RotateSecret', {})).toMatch(/^UnknownOperationException/);
  expect(await call('ssm.GetSecretValue', {})).toMatch(/^UnknownOperationException/);
  for (const body of ['', '[]', 'null', '{"SecretId":', { SecretId: 7 }, { SecretId: { a: 1 } }]) expect(await call('secretsmanager.GetSecretValue', body)).toMatch(/^SerializationException/);
  expect(await call('secretsmanager.GetSecretValue', {})).toBe("ValidationException: 1 validation error detected: Value null at 'secretId' failed to satisfy constraint: Member must not be null");
  expect(await call('secretsmanager.CreateSecret', { Name: 'x', SecretBinary: 'not base64!' })).toMatch(/^SerializationException/);
  for (const Tags of [{}, [{ Key: 7 }], [{ Key: 'a', Value: {} }], ['a']]) expect(await call('secretsmanager.CreateSecret', { Name: 'x', Tags })).toMatch(/^SerializationException/);
  expect(await call('secretsmanager.CreateSecret', { Name: 'x', Tags: [{ Key: 'k'.repeat(129) }] })).toMatch(/^ValidationException/);
  expect(await call('secretsmanager.GetSecretValue', { SecretId: '__proto__' })).toMatch(/^ResourceNotFoundException/);
});
