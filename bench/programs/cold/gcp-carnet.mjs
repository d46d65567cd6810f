import { createGcp } from '@carnet/gcp';
import { firstSecret } from './first-secret.mjs';

await firstSecret(createGcp());
