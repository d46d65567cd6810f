import { createAws } from '@carnet/aws';
import { firstSecret } from './first-secret.mjs';

await firstSecret(createAws());
