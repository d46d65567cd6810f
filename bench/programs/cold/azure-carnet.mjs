import { createAzure } from '@carnet/azure';
import { firstSecret } from './first-secret.mjs';

await firstSecret(createAzure());
