import { createAzure } from '@carnet/azure';
import { createCarnet } from '@carnet/core';
import { startLocalClouds } from '@carnet/local-clouds';

await using clouds = await startLocalClouds();
const vault = clouds.azure.sampleCredential({ 'api-key': 'a first value' });
const carnet = createCarnet({ providers: [createAzure()], credentials: { vault }, transport: clouds.transport });
console.log((await carnet.read('vault', 'api-key')).secret); // [secret hmac:…]
