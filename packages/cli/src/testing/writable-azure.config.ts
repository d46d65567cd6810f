import type { CarnetConfig } from '@carnet/cli';
import base from './local-azure.config.ts';

const { vault } = base.credentials;

/** The local Azure with a credential that may write beside the one that only reads. */
const config: CarnetConfig = { ...base, credentials: { ...base.credentials, writable: { ...vault, provider: 'azure', writable: true } } };
export default config;
