import type { PlatformSettings } from '../settings/platform-settings.ts';
import { setUpStores, type DevelopmentStores } from './local-stores.ts';
import { createOrganization, seedOrganization, type SeededOrganization } from './seed-organization.ts';
import { startScene, type Scene } from './start-scene.ts';

export interface DevelopmentOptions extends Partial<PlatformSettings> {
  readonly log: (text: string) => void;
}

export interface Development extends Scene {
  readonly stores: DevelopmentStores;
  readonly organization: SeededOrganization;
}

// It prints the keys on purpose: what comes out shows the mask.
const program = `
const { OPENAI_API_KEY: key, DATABASE_PASSWORD: password, PAYMENT_KEY: payment } = process.env;
console.log('Billing has an API key of ' + key.length + ' characters, a database password of ' + password.length + ' and a payment key of ' + payment.length + '.');
console.log('Printed by mistake:', key, password, payment);
`;

/** The platform with local clouds, an organization that draws from all of them, and a worker. */
export async function startDevelopment(options: DevelopmentOptions): Promise<Development> {
  const scene = await startScene(options);
  const id = await createOrganization(scene.session);
  const stores = setUpStores(scene.clouds, { issuer: scene.issuer, subject: `organization:${id}` });
  const organization = await seedOrganization(scene.session, id, stores.stores, [process.execPath, '-e', program]);
  scene.startWorker(organization.joinToken);
  return { ...scene, stores, organization };
}
