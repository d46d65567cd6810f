import { CarnetError } from '@carnet/provider';
import { X509Certificate } from 'node:crypto';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

const block = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/**
 * Node's own authorities and these, or nothing where there are none of these. Made once for a transport: it takes some 20
 * milliseconds, and each connection would otherwise do it again.
 */
export function secureContextOf(certificateAuthorities: readonly string[] = []): { readonly secureContext?: SecureContext } {
  const extra = certificateAuthorities.flatMap((text, index) => certificatesIn(text, `certificateAuthorities[${index}]`));
  // Given as `ca`, they replace those of Node: so its own, NODE_EXTRA_CA_CERTS among them, have to be named as well.
  return extra.length === 0 ? {} : { secureContext: createSecureContext({ ca: [...getCACertificates('default'), ...extra] }) };
}

function certificatesIn(text: string, place: string): string[] {
  const blocks = [...text.matchAll(block)];
  // No block is shown: it may be a key.
  if (blocks.length === 0) throw wrong(`${place} holds no certificate in PEM.`);
  return blocks.map(([pem, label]) => {
    if (label !== 'CERTIFICATE') throw wrong(`${place} holds something else than certificates.`);
    try {
      return new X509Certificate(pem).toString();
    } catch {
      throw wrong(`${place} holds a certificate that cannot be read.`);
    }
  });
}

function wrong(message: string): CarnetError {
  return new CarnetError({ code: 'SETTINGS_INVALID', message, hint: 'Give the text of a PEM file, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.' });
}
