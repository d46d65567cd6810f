import { randomBytes } from 'node:crypto';
import type { LocalClouds } from '@carnet/local-clouds';
import { createTestIssuer } from '@carnet/provider-testkit';
import type { Environment } from '../index.ts';

/** GitHub's issuer and the service from which a job asks for its tokens. */
export interface GithubDouble {
  readonly issuer: string;
  readonly subject: string;
  /** What the job has in its environment. */
  readonly environment: Environment;
  /** The service: it demands the job's bearer token and mints for the audience that it is asked for. */
  answer(request: Request): Response;
  /** Serves both behind GitHub's own host names. */
  serve(clouds: LocalClouds): void;
}

const service = 'run-actions-1-azure-eastus.actions.githubusercontent.com';

export function githubDouble(now: () => number = () => Date.now()): GithubDouble {
  const issuer = createTestIssuer({ now, host: 'token.actions.githubusercontent.com' });
  const bearer = randomBytes(24).toString('base64url');
  const subject = 'repo:acme@4711/orders@815:ref:refs/heads/main';
  const answer = (request: Request): Response => {
    const { pathname, searchParams } = new URL(request.url);
    if (request.headers.get('authorization')?.toLowerCase() !== `bearer ${bearer}`.toLowerCase() || pathname !== '/17//idtoken/1/2') return new Response('{"message":"Unauthorized"}', { status: 401 });
    const aud = searchParams.get('audience') ?? 'https://github.com/acme';
    const seconds = Math.floor(now() / 1000);
    return Response.json({
      count: 1,
      value: issuer.mint({
        sub: subject, aud, nbf: seconds - 600, exp: seconds + 300,
        ref: 'refs/heads/main', ref_type: 'branch', sha: '0'.repeat(40), repository: 'acme/orders', repository_id: '815', repository_owner: 'acme', repository_owner_id: '4711',
        repository_visibility: 'private', run_id: '1', run_number: '1', run_attempt: '1', runner_environment: 'github-hosted', actor: 'octocat', actor_id: '1', event_name: 'push',
        workflow: 'deploy', workflow_ref: 'acme/orders/.github/workflows/deploy.yml@refs/heads/main', job_workflow_ref: 'acme/orders/.github/workflows/deploy.yml@refs/heads/main',
      }),
    });
  };
  return {
    issuer: issuer.url,
    subject,
    environment: { ACTIONS_ID_TOKEN_REQUEST_URL: `https://${service}/17//idtoken/1/2?api-version=2.0`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer },
    answer,
    serve(clouds) {
      clouds.route(issuer.host, issuer.fetch);
      clouds.route(service, answer);
    },
  };
}
