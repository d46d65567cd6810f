import { describe, expect, it } from 'vitest';
import { ambientIdentity, checkTrustedToken, type AmbientRequest } from '../index.ts';

const issuer = 'https://oidc.example.com/id/4711';
const repository = 'acme/orders';

describe('B4 G whose token a cluster or a CI system gives', () => {
  it.each<[string, AmbientRequest, string, string]>([
    ['aks', { kind: 'aks', issuer, namespace: 'default', serviceAccount: 'kestra-sa' }, issuer, 'system:serviceaccount:default:kestra-sa'],
    ['eks', { kind: 'eks', issuer, namespace: 'jobs', serviceAccount: 'reader' }, issuer, 'system:serviceaccount:jobs:reader'],
    ['gke, by the name of the cluster', { kind: 'gke', cluster: 'projects/demo/locations/europe-west3/clusters/prod', namespace: 'jobs', serviceAccount: 'reader' }, 'https://container.googleapis.com/v1/projects/demo/locations/europe-west3/clusters/prod', 'system:serviceaccount:jobs:reader'],
    ['a branch', { kind: 'github', repository, branch: 'release/1.x' }, 'https://token.actions.githubusercontent.com', 'repo:acme/orders:ref:refs/heads/release/1.x'],
    ['a tag', { kind: 'github', repository, tag: 'v1' }, 'https://token.actions.githubusercontent.com', 'repo:acme/orders:ref:refs/tags/v1'],
    ['an environment', { kind: 'github', repository, environment: 'a:b' }, 'https://token.actions.githubusercontent.com', 'repo:acme/orders:environment:a%3Ab'],
    ['pull requests', { kind: 'github', repository, pullRequest: true }, 'https://token.actions.githubusercontent.com', 'repo:acme/orders:pull_request'],
    ['a repository with immutable subjects', { kind: 'github', repository: 'acme@123/orders@456', branch: 'main' }, 'https://token.actions.githubusercontent.com', 'repo:acme@123/orders@456:ref:refs/heads/main'],
    ['a subject as it is given, at an issuer of one\'s own', { kind: 'github', issuer, subject: 'job_workflow_ref:acme/orders' }, issuer, 'job_workflow_ref:acme/orders'],
    ['gitlab', { kind: 'gitlab', projectPath: 'acme/team/orders', branch: 'main' }, 'https://gitlab.com', 'project_path:acme/team/orders:ref_type:branch:ref:main'],
    ['a gitlab of one\'s own', { kind: 'gitlab', projectPath: 'acme/orders', tag: 'v1', gitlabUrl: 'https://git.example.com/' }, 'https://git.example.com', 'project_path:acme/orders:ref_type:tag:ref:v1'],
  ])('%s', (_, request, expectedIssuer, subject) => {
    expect(ambientIdentity(request)).toMatchObject({ issuer: expectedIssuer, subject });
  });

  it('says the command that prints the issuer of a cluster, complete', () => {
    expect(() => ambientIdentity({ kind: 'aks', namespace: 'default', serviceAccount: 'a' })).toThrow(expect.objectContaining({
      code: 'INPUT_INVALID', message: 'The issuer of the cluster is missing.', hint: expect.stringContaining('kubectl get --raw /.well-known/openid-configuration') as string,
    }));
  });

  it.each<[string, AmbientRequest]>([
    ['another kind', { kind: 'toString' }],
    ['no service account', { kind: 'aks', issuer, namespace: 'default' }],
    ['a namespace with a colon', { kind: 'aks', issuer, namespace: 'a:b', serviceAccount: 'c' }],
    ['a cluster that is no name', { kind: 'gke', cluster: 'prod', namespace: 'a', serviceAccount: 'c' }],
    ['a cluster with a way up', { kind: 'gke', cluster: 'projects/a/locations/b/clusters/../../x', namespace: 'a', serviceAccount: 'c' }],
    ['an issuer without https', { kind: 'aks', issuer: 'http://issuer.example.com', namespace: 'a', serviceAccount: 'c' }],
    ['a whole repository', { kind: 'github', repository }],
    ['a branch and a tag', { kind: 'github', repository, branch: 'main', tag: 'v1' }],
    ['a pattern for a branch', { kind: 'github', repository, branch: '*' }],
    ['a repository with a second colon', { kind: 'github', repository: 'acme/orders:ref:refs/heads/main', branch: 'x' }],
    ['a pattern for a subject', { kind: 'github', subject: 'repo:acme/*' }],
    ['a whole project', { kind: 'gitlab', projectPath: 'acme/orders' }],
    ['a project without a group', { kind: 'gitlab', projectPath: 'orders', branch: 'main' }],
    // What is not looked at would be believed to narrow the trust.
    ['an environment of gitlab', { kind: 'gitlab', projectPath: 'acme/orders', branch: 'main', environment: 'production' }],
    ['a branch of a cluster', { kind: 'eks', issuer, namespace: 'a', serviceAccount: 'c', branch: 'main' }],
    ['a namespace of github', { kind: 'github', repository, branch: 'main', namespace: 'a' }],
    ['a subject, and a branch', { kind: 'github', repository, branch: 'main', subject: 'repo:acme/orders:pull_request' }],
    ['a subject, and a service account', { kind: 'aks', issuer, serviceAccount: 'c', subject: 'a' }],
    ['the name of a cluster that is none of gke', { kind: 'aks', issuer, namespace: 'a', serviceAccount: 'c', cluster: 'projects/a/locations/b/clusters/c' }],
    ['an issuer, and the name of a cluster', { kind: 'gke', issuer, namespace: 'a', serviceAccount: 'c', cluster: 'projects/a/locations/b/clusters/c' }],
    ['an issuer, and the address of a gitlab', { kind: 'gitlab', issuer, gitlabUrl: 'https://git.example.com', projectPath: 'a/b', branch: 'main' }],
    ['a gitlab without https', { kind: 'gitlab', projectPath: 'acme/orders', branch: 'main', gitlabUrl: 'http://git.example.com' }],
  ])('does not take %s', (_, request) => {
    expect(() => ambientIdentity(request)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  });

  it('warns of names that can change hands, not of ids', () => {
    expect(ambientIdentity({ kind: 'github', repository, branch: 'main' }).notes.join()).toContain('owner@id/repo@id');
    expect(ambientIdentity({ kind: 'github', repository: 'acme@1/orders@2', branch: 'main' }).notes.join()).not.toContain('owner@id');
  });
});

it.each(['https://kubernetes.default.svc.cluster.local', 'https://10.0.0.1', 'https://172.20.1.1:6443', 'https://localhost:6443', 'https://cluster', 'https://api.cluster.internal/'])('the issuer %s is told to be out of the reach of a cloud', (inside) => {
  const { notes } = ambientIdentity({ kind: 'eks', issuer: inside, namespace: 'a', serviceAccount: 'b' });
  expect(notes.join()).toContain(`Only its own network can fetch the keys of ${inside}:`);
});

it.each(['https://8.8.8.8', 'https://172.32.0.1', 'https://oidc.eks.eu-central-1.amazonaws.com/id/1', 'https://issuer.carnet.test', 'https://svc.example.com'])('the issuer %s is told nothing of', (outside) => {
  expect(ambientIdentity({ kind: 'eks', issuer: outside, namespace: 'a', serviceAccount: 'b' }).notes).toEqual([]);
});

it.each([['https://eastus.oic.prod-aks.azure.com/1/2/', false], ['https://demo-1234.hcp.eastus.azmk8s.io', true], ['https://kubernetes.default.svc.cluster.local', true]])('AKS with the issuer %s: the switch of its public one is told, %j', (address, isTold) => {
  expect(ambientIdentity({ kind: 'aks', issuer: address, namespace: 'a', serviceAccount: 'b' }).notes.join().includes('--enable-oidc-issuer')).toBe(isTold);
});

it.each([['https://issuer.example.com/organizations/1', 'organization:1'], ['https://oidc.example.com/id/A_b-c', 'repo:a/b:environment:two words']])('%s and %s are taken as they are', (trusted, subject) => {
  expect(checkTrustedToken({ issuer: trusted, subject })).toEqual({ issuer: trusted, subject });
});

it.each([['https://issuer.example.com/?a=b', 'a'], ['https://user@issuer.example.com', 'a'], ['https://issuer.example.com/$(id)', 'a'], ['https://issuer.example.com', ''], ['https://issuer.example.com', 'a\nb'], ['https://issuer.example.com', 'organization:*'], ['https://issuer.example.com/a/../b', 'a'], ['https://issuer.example.com', 'a '], ['https://issuer.example.com', 'a\u202eb']])('%j and %j are INPUT_INVALID', (trusted, subject) => {
  expect(() => checkTrustedToken({ issuer: trusted, subject })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});
