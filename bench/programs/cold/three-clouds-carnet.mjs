import { createAws } from '@carnet/aws';
import { createAzure } from '@carnet/azure';
import { createGcp } from '@carnet/gcp';
import { firstSecret } from './first-secret.mjs';

await firstSecret(createAzure(), createAws(), createGcp());
