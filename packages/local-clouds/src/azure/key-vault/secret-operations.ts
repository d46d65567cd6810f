import { jsonAnswer, type Answer, type IncomingCall } from '../../network/exchange.ts';
import { badParameter, deletedSecretNotFound, nameIsDeletedButRecoverable, secretDisabled, secretNotFound } from './key-vault-error.ts';
import { page } from './pages.ts';
import { deletedBundle, secretBundle, secretItem, versionItem } from './secret-bundles.ts';
import { readParameters, valueProblem } from './secret-parameters.ts';
import type { SecretVersion } from './stored-secrets.ts';
import type { SecretOperation } from './vault-access.ts';
import type { Vault } from './vault.ts';

export interface Operation {
  /** What the caller must be allowed to do. */
  readonly needs: SecretOperation;
  /** Undefined where the whole vault is concerned. */
  readonly secretName?: string;
  perform(): Answer;
}

/**
 * The operation that a request asks for, or undefined.
 * https://learn.microsoft.com/rest/api/keyvault/secrets/operation-groups
 */
export function findOperation(vault: Vault, call: IncomingCall, segments: readonly string[]): Operation | undefined {
  const [collection, name, part, ...rest] = segments;
  if (rest.length > 0) return undefined;
  if (collection === 'secrets') return name === undefined ? listOf(vault, call, 'live') : secretOperation(vault, call, name, part);
  if (collection === 'deletedsecrets') return name === undefined ? listOf(vault, call, 'deleted') : deletedOperation(vault, call, name, part);
  return undefined;
}

function secretOperation(vault: Vault, call: IncomingCall, name: string, part: string | undefined): Operation | undefined {
  const operation = (needs: SecretOperation, perform: () => Answer): Operation => ({ needs, secretName: name, perform });
  const url = vault.control.url;
  switch (`${call.method} ${part === undefined ? 'name' : part === 'versions' ? 'versions' : 'version'}`) {
    case 'GET versions':
      return operation('list', () => {
        const { items, nextLink } = page(call.url, vault.secrets.versions(name), ({ id }) => id);
        return jsonAnswer(200, { value: items.map((version) => versionItem(url, version)), nextLink });
      });
    case 'GET name':
    case 'GET version':
      return operation('get', () => {
        const version = existing(vault, name, part);
        if (!version.enabled) throw secretDisabled();
        return jsonAnswer(200, secretBundle(url, version));
      });
    case 'PUT name':
      return operation('set', () => {
        const { value, change } = readParameters(call.body);
        const problem = valueProblem(value);
        if (problem !== undefined) throw badParameter(problem);
        if (vault.secrets.findDeleted(name)) throw nameIsDeletedButRecoverable(name);
        return jsonAnswer(200, secretBundle(url, vault.secrets.set(name, String(value), change)));
      });
    case 'PATCH name':
    case 'PATCH version':
      return operation('set', () => jsonAnswer(200, versionItem(url, vault.secrets.change(existing(vault, name, part), readParameters(call.body).change))));
    case 'DELETE name':
      return operation('delete', () => {
        existing(vault, name, undefined);
        vault.secrets.remove(name);
        return jsonAnswer(200, deletedAnswer(vault, name));
      });
    default:
      return undefined;
  }
}

function deletedOperation(vault: Vault, call: IncomingCall, name: string, part: string | undefined): Operation | undefined {
  const operation = (needs: SecretOperation, perform: () => Answer): Operation => ({ needs, secretName: name, perform });
  switch (`${call.method} ${part ?? ''}`) {
    case 'GET ':
      return operation('get', () => jsonAnswer(200, deletedAnswer(vault, name)));
    case 'DELETE ':
      return operation('delete', () => {
        deletedAnswer(vault, name);
        vault.secrets.purge(name);
        return { status: 204, headers: {}, body: '' };
      });
    case 'POST recover':
      return operation('delete', () => {
        deletedAnswer(vault, name);
        vault.secrets.recover(name);
        return jsonAnswer(200, versionItem(vault.control.url, existing(vault, name, undefined)));
      });
    default:
      return undefined;
  }
}

function listOf(vault: Vault, call: IncomingCall, which: 'live' | 'deleted'): Operation | undefined {
  if (call.method !== 'GET') return undefined;
  return {
    needs: 'list',
    perform() {
      const { items, nextLink } = page(call.url, vault.secrets.newest(which), ({ name }) => name);
      const value = items.map((version) => (which === 'live' ? secretItem(vault.control.url, version) : deletedAnswer(vault, version.name)));
      return jsonAnswer(200, { value, nextLink });
    },
  };
}

function existing(vault: Vault, name: string, version: string | undefined): SecretVersion {
  const found = vault.secrets.find(name, version);
  if (!found) throw secretNotFound(version === undefined ? name : `${name}/${version}`);
  return found;
}

function deletedAnswer(vault: Vault, name: string): Record<string, unknown> {
  const deleted = vault.secrets.findDeleted(name);
  if (!deleted) throw deletedSecretNotFound(name);
  return deletedBundle(vault.control.url, deleted.version, deleted.deletedAt);
}
