// First: the certificate package asks for it when it is loaded.
import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { randomBytes, webcrypto } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';

/** Signs the certificates of local clouds. */
export interface CertificateAuthority {
  /** The certificate, PEM. */
  readonly certificate: string;
  /** A server certificate for these names, with its key, ready for a TLS server. */
  issue(hosts: readonly [string, ...string[]]): Promise<SecureContext>;
}

// P-256: a key and a signature cost a millisecond, where RSA would delay every start by a tenth of a second.
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 24 * 60 * 60 * 1000;

/**
 * Makes a certificate authority whose key stays in this process's memory and cannot be exported. Every start makes one; a test that
 * starts local clouds again and again shares one, which halves the time of a start and its first request.
 *
 * @example
 * ```ts
 * import { createCertificateAuthority, startLocalClouds } from '@carnet/local-clouds';
 *
 * const authority = await createCertificateAuthority();
 * await using first = await startLocalClouds({ authority });
 * await using second = await startLocalClouds({ authority });
 * ```
 */
export async function createCertificateAuthority(): Promise<CertificateAuthority> {
  // A name of its own, so that a client may trust several: it looks for the key of an issuer by name.
  const name = `CN=Carnet local clouds ${randomSerialNumber()}, OU=throw-away certificate authority`;
  const keys = await webcrypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name,
    serialNumber: randomSerialNumber(),
    ...validity(),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true)],
  });
  const issued = new Map<string, Promise<SecureContext>>();
  return {
    certificate: certificate.toString('pem'),
    issue(hosts) {
      const server = issued.get(hosts.join()) ?? issueServerCertificate({ name, key: keys.privateKey }, hosts);
      issued.set(hosts.join(), server);
      return server;
    },
  };
}

async function issueServerCertificate(authority: { readonly name: string; readonly key: webcrypto.CryptoKey }, hosts: readonly [string, ...string[]]): Promise<SecureContext> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${hosts[0]}`,
    issuer: authority.name,
    serialNumber: randomSerialNumber(),
    ...validity(),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: authority.key,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(hosts.map((value) => ({ type: 'dns' as const, value }))),
    ],
  });
  const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), PemConverter.PrivateKeyTag);
  return createSecureContext({ key, cert: certificate.toString('pem'), minVersion: 'TLSv1.2' });
}

// The clock of the machine, not the settable one: OpenSSL compares with it.
function validity(): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - day), notAfter: new Date(now + 30 * day) };
}

function randomSerialNumber(): string {
  return `40${randomBytes(15).toString('hex')}`;
}
