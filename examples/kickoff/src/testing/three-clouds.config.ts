import { createAws } from '@carnet/aws';
import { createAzure } from '@carnet/azure';
import type { CarnetOptions } from '@carnet/core';
import { createGcp } from '@carnet/gcp';

const config: CarnetOptions = { providers: [createAzure(), createAws(), createGcp()], credentials: {}, variables: { MODE: { value: 'production' } } };
export default config;
