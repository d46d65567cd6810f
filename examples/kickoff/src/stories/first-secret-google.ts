import { createCarnet } from '@carnet/core';
import { createGcp } from '@carnet/gcp';
import { startLocalClouds } from '@carnet/local-clouds';

await using clouds = await startLocalClouds();
const payments = clouds.google.sampleCredential({ 'api-key': 'a first value' });
const carnet = createCarnet({ providers: [createGcp()], credentials: { payments }, transport: clouds.transport });
console.log((await carnet.read('payments', 'api-key')).secret); // [secret hmac:…]
