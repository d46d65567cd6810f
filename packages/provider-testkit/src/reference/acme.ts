import { defineProvider, type Provider } from '@carnet/provider';
import { checkedSettings } from './acme-settings.ts';
import { openAcmeStore } from './acme-store.ts';
import { diagnose } from './diagnose.ts';
import { manifest } from './manifest.ts';
import { validate } from './validate.ts';

/**
 * Acme Safe by workload identity. Importing and creating it does nothing else; the first exchange is made by `authenticate`
 * or `read`.
 */
export function createAcme(): Provider {
  return defineProvider({ manifest, open: (connection, context) => openAcmeStore(checkedSettings(connection), context), validate, diagnose });
}
