import { createTransport } from '@carnet/core/transport';
import type { SecureContext } from 'node:tls';
import { createAws } from './aws/aws.ts';
import { createAzure } from './azure/azure.ts';
import { createGoogle } from './google/google.ts';
import type { LocalClouds, LocalCloudsConnection, LocalProxy } from './local-clouds.ts';
import { createCertificateAuthority, type CertificateAuthority } from './network/certificate-authority.ts';
import type { Cloud } from './network/cloud.ts';
import { startConnectProxy } from './network/connect-proxy.ts';
import { createFaultRules } from './network/fault-rules.ts';
import { isListedHost } from './network/host-list.ts';
import { createIssuerRoutes } from './network/issuer-routes.ts';
import { agentFor } from './network/loopback-agent.ts';
import { startLoopbackServer } from './network/loopback-server.ts';
import { createReception } from './network/reception.ts';
import { applyTrust, removeTrust } from './trust/apply-trust.ts';
import { createVault } from './vault/vault.ts';

export interface LocalCloudsOptions {
  /** The time by which tokens, secrets and records are judged, in milliseconds since 1970-01-01T00:00:00Z. Default: the machine's. */
  readonly clock?: { now(): number };
  /** Signs the certificates. Default: one of its own. */
  readonly authority?: CertificateAuthority;
  /** Gets each address that is called, with its query, which the record leaves out. Called in the order of the record. */
  readonly onAddress?: (address: string) => void;
  /** Gets each cloud credential as it is handed out: for tests that look for leaks. The clouds keep none of them readable. */
  readonly onCredential?: (credential: string) => void;
}

/**
 * Starts local clouds: one TLS server on 127.0.0.1 that answers for the real host names and verifies every token.
 *
 * @example
 * ```ts
 * import { startLocalClouds } from '@carnet/local-clouds';
 *
 * await using clouds = await startLocalClouds();
 * const tenant = clouds.azure.tenant();
 * const application = tenant.application();
 * application.addFederatedCredential({ name: 'orders', issuer: 'https://issuer.example.test', subject: 'organization:1', audience: 'api://AzureADTokenExchange' });
 * const vault = clouds.azure.vault({ name: 'orders', tenant });
 * vault.grant({ principal: application, role: 'Key Vault Secrets User' });
 * vault.set('database', 'a value');
 * ```
 */
export async function startLocalClouds(options: LocalCloudsOptions = {}): Promise<LocalClouds> {
  const { clock = { now: () => Date.now() }, onAddress, onCredential } = options;
  const authority = options.authority ?? (await createCertificateAuthority());
  // A cloud asks issuers for their keys over the very network that it is part of.
  const fetch = async (request: Request): Promise<Response> => await transport.fetch(request);
  const azure = createAzure({ clock, fetch, onCredential });
  const aws = createAws({ clock, fetch, onCredential });
  const google = createGoogle({ clock, fetch, onCredential });
  const vault = createVault({ clock, fetch, onCredential });
  const clouds: readonly Cloud[] = [azure, aws, google, vault];
  const trustOwners = { azure: azure.trust, aws: aws.trust, gcp: google.trust, vault: vault.trust };
  const cloudHosts = clouds.flatMap(({ hosts }) => hosts);
  const issuers = createIssuerRoutes(cloudHosts);
  const faults = createFaultRules();
  const hosts = (): string[] => [...cloudHosts, ...issuers.hosts];
  const allows = (host: string): boolean => isListedHost(cloudHosts, host) || issuers.has(host);

  const route = { port: 0, certificateAuthority: authority.certificate, allows };
  const { agent, destroy } = agentFor(route);
  const transport = createTransport({ agent });
  const reception = createReception({ clock, faults, issuers, clouds, onAddress });
  const server = await startLoopbackServer({ certificateFor: certificatesFor(authority, clouds, (host) => issuers.has(host)), handle: reception.handle });
  route.port = server.port;

  const proxies: Promise<LocalProxy>[] = [];
  const close = async (): Promise<void> => {
    destroy();
    for (const proxy of proxies) await (await proxy).close();
    await server.close();
  };
  return {
    transport,
    certificateAuthority: authority.certificate,
    port: server.port,
    get connection(): LocalCloudsConnection {
      return { port: server.port, certificateAuthority: authority.certificate, hosts: hosts() };
    },
    agent,
    startProxy: async (proxyOptions = {}) => {
      const proxy = startConnectProxy({ ...proxyOptions, port: server.port, allows });
      proxies.push(proxy);
      return await proxy;
    },
    route: (hostname, target) => issuers.add(hostname, target),
    get requests() {
      return reception.requests();
    },
    clearRequests: reception.clearRequests,
    get latencyMs() {
      return reception.latencyMs;
    },
    set latencyMs(milliseconds: number) {
      reception.latencyMs = milliseconds;
    },
    fault: (rule) => faults.add(rule),
    trust: {
      apply: (resources) => applyTrust(trustOwners, resources),
      remove: (resources) => removeTrust(trustOwners, resources),
    },
    azure: azure.control,
    aws: aws.control,
    google: google.control,
    vault: vault.control,
    close,
    [Symbol.asyncDispose]: close,
  };
}

// One certificate carries every name of a cloud; an issuer's host gets its own when it is first asked for.
function certificatesFor(authority: CertificateAuthority, clouds: readonly Cloud[], isIssuer: (host: string) => boolean): (host: string) => Promise<SecureContext> | undefined {
  return (host) => {
    const cloud = clouds.find(({ hosts }) => isListedHost(hosts, host));
    if (cloud ? !cloud.hasHost(host) : !isIssuer(host)) return undefined;
    return authority.issue(cloud?.hosts ?? [host]);
  };
}
