import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { worlds, type World } from './worlds.ts';

// What moto and the local AWS answer differently. Each row stands in DIFFERENCES.md, with who is right and by which source; a row that
// no longer differs has to leave both.
interface Difference {
  readonly title: string;
  ask(client: SecretsManagerClient, name: string): Promise<unknown>;
  readonly answers: Readonly<Record<'moto' | 'the local AWS', string>>;
}

const moved = async (client: SecretsManagerClient, name: string): Promise<unknown> => {
  const { VersionId: first = '' } = await client.send(new GetSecretValueCommand({ SecretId: name }));
  const { VersionId: second = '' } = await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: 'second' }));
  await client.send(new UpdateSecretVersionStageCommand({ SecretId: name, VersionStage: 'AWSCURRENT', MoveToVersionId: first, RemoveFromVersionId: second }));
  return (await client.send(new GetSecretValueCommand({ SecretId: name }))).SecretString;
};
const manyNames = (count: number): string[] => Array.from({ length: count }, (_unused, index) => `orders/absent-${index}`);

const differences: readonly Difference[] = [
  {
    title: 'A batch of 21 ids',
    ask: async (client) => (await client.send(new BatchGetSecretValueCommand({ SecretIdList: manyNames(21) }))).Errors?.length,
    answers: { moto: '21', 'the local AWS': 'ValidationException 400' },
  },
  {
    title: 'A batch with a secret that has no value',
    ask: async (client, name) => {
      await client.send(new CreateSecretCommand({ Name: `${name}/empty` }));
      return (await client.send(new BatchGetSecretValueCommand({ SecretIdList: [name, `${name}/empty`] }))).Errors?.map(({ ErrorCode }) => ErrorCode);
    },
    answers: { moto: 'ResourceNotFoundException 404', 'the local AWS': '["ResourceNotFoundException"]' },
  },
  {
    title: 'A value of 65,537 bytes',
    ask: async (client, name) => (await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: 'x'.repeat(65_537) }))).Name === name,
    answers: { moto: 'true', 'the local AWS': 'ValidationException 400' },
  },
  {
    title: 'A name with a space',
    ask: async (client) => (await client.send(new CreateSecretCommand({ Name: 'orders database', SecretString: 'x' }))).Name,
    answers: { moto: '"orders database"', 'the local AWS': 'ValidationException 400' },
  },
  {
    title: 'A value put into a secret that is marked for deletion',
    ask: async (client, name) => {
      await client.send(new DeleteSecretCommand({ SecretId: name }));
      return (await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: 'x' }))).Name === name;
    },
    answers: { moto: 'true', 'the local AWS': 'InvalidRequestException 400' },
  },
  {
    title: 'The name of a secret that is marked for deletion, used again',
    ask: async (client, name) => {
      await client.send(new DeleteSecretCommand({ SecretId: name }));
      return await client.send(new CreateSecretCommand({ Name: name, SecretString: 'x' }));
    },
    answers: { moto: 'ResourceExistsException 400', 'the local AWS': 'InvalidRequestException 400' },
  },
  {
    title: 'A read without a label after AWSCURRENT was moved',
    ask: moved,
    answers: { moto: '"second"', 'the local AWS': '"first"' },
  },
  {
    title: 'A NextToken that nobody gave out',
    ask: (client) => client.send(new ListSecretsCommand({ NextToken: 'rubbish' })),
    answers: { moto: 'SyntaxError 500', 'the local AWS': 'InvalidNextTokenException 400' },
  },
  {
    title: 'The status of ResourceNotFoundException',
    ask: (client) => client.send(new GetSecretValueCommand({ SecretId: 'orders/absent' })),
    answers: { moto: 'ResourceNotFoundException 404', 'the local AWS': 'ResourceNotFoundException 400' },
  },
];

async function answerOf({ ask }: Difference, client: SecretsManagerClient): Promise<string> {
  const name = `orders/${randomUUID()}`;
  await client.send(new CreateSecretCommand({ Name: name, SecretString: 'first' }));
  return await ask(client, name).then(
    (answer) => JSON.stringify(answer),
    (error: Error & { readonly $metadata?: { readonly httpStatusCode?: number } }) => `${error.name} ${error.$metadata?.httpStatusCode}`,
  );
}

describe.each(worlds)('where %s differs', (world, start) => {
  let running: World;
  beforeAll(async () => {
    running = await start();
  });
  afterAll(() => running[Symbol.asyncDispose]());

  test.each(differences)('$title', async (difference) => {
    expect(await answerOf(difference, running.owner())).toBe(difference.answers[world]);
  });
});

test.each(differences)('DIFFERENCES.md tells: $title', async ({ title }) => {
  const document = await readFile(new URL('../../local-clouds/DIFFERENCES.md', import.meta.url), 'utf8');
  expect(document).toContain(`| ${title} |`);
});
