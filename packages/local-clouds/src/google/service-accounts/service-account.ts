import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import type { GooglePrincipal } from '../access-tokens.ts';
import { Bindings } from '../bindings.ts';
import { decode, verifies } from '../decode-jwt.ts';
import type { LocalServiceAccount } from '../local-google.ts';
import type { JWTPayload } from 'jose';

/** A service account as Google's services see it. */
export interface ServiceAccount {
  readonly control: LocalServiceAccount;
  readonly bindings: Bindings;
  readonly principal: GooglePrincipal;
  /** The claims of a JWT that one of its keys signed, or undefined. */
  verify(jwt: string): Promise<JWTPayload | undefined>;
}

export function createServiceAccount(projectId: string, name: string): ServiceAccount {
  if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(name)) throw new TypeError('The name of a service account has 6 to 30 letters a-z, digits and hyphens, starts with a letter and ends with none of the hyphens.');
  const email = `${name}@${projectId}.iam.gserviceaccount.com`;
  const keys = new Map<string, KeyObject>();
  const bindings = new Bindings();
  const control: LocalServiceAccount = {
    email,
    grant: (binding) => bindings.grant(binding),
    revoke: (binding) => bindings.revoke(binding),
    createKey() {
      const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const privateKeyId = randomBytes(20).toString('hex');
      keys.set(privateKeyId, publicKey);
      return { clientEmail: email, privateKeyId, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
    },
  };
  const member = `serviceAccount:${email}`;
  return {
    control,
    bindings,
    principal: { name: member, members: new Set([member]), isActive: () => true },
    async verify(jwt) {
      const decoded = decode(jwt);
      if (decoded?.header.alg !== 'RS256') return undefined;
      const { kid } = decoded.header;
      const named = kid === undefined ? [...keys.values()] : [keys.get(kid)];
      for (const key of named) if (key && (await verifies(jwt, key, 'RS256'))) return decoded.claims;
      return undefined;
    },
  };
}
