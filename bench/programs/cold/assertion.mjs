// A subject token in the fewest lines, on jose alone.
import { SignJWT, importPKCS8 } from 'jose';
import { settings } from './connection.mjs';

export async function assertion() {
  const { issuer, organization, audience, key } = settings;
  return await new SignJWT({ organization_id: organization })
    .setProtectedHeader({ alg: 'RS256', kid: 'bench' }).setIssuer(issuer).setSubject(`organization:${organization}`)
    .setAudience(audience).setIssuedAt().setExpirationTime('1h').sign(await importPKCS8(key, 'RS256'));
}
