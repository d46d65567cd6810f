import { createAws } from '@carnet/aws';
import { createCarnet } from '@carnet/core';
import { startLocalClouds } from '@carnet/local-clouds';

await using clouds = await startLocalClouds();
const database = clouds.aws.sampleCredential({ 'billing/database': 'a first value' });
const carnet = createCarnet({ providers: [createAws()], credentials: { database }, transport: clouds.transport });
console.log((await carnet.read('database', 'billing/database')).secret); // [secret hmac:…]
