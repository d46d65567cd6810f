import type { Handler, VaultCall } from '../handler.ts';
import { parsePolicy } from '../policies/policy-document.ts';
import { textField } from '../request-fields.ts';
import type { Result } from '../vault-answer.ts';
import { badRequest, notFound } from '../vault-refusal.ts';

const mountType = 'system';

/** `sys/policies/acl`: https://developer.hashicorp.com/vault/api-docs/system/policies */
export function listPoliciesHandler(): Handler {
  return { mountType, operations: { list: ({ namespace }) => ({ data: { keys: namespace.policyNames() } }) } };
}

export function policyHandler(named: string): Handler {
  const name = named.toLowerCase();
  return {
    mountType,
    operations: {
      read: ({ namespace }) => {
        const policy = namespace.policy(name);
        if (!policy) throw notFound();
        return { data: { name, policy: policy.text } };
      },
      update: (call) => write(named, name, call),
      delete: ({ namespace }) => {
        if (name === 'root') throw badRequest('cannot delete "root" policy');
        if (name === 'default') throw badRequest('cannot delete default policy');
        namespace.removePolicy(name);
        return undefined;
      },
    },
  };
}

function write(named: string, name: string, { namespace, fields }: VaultCall): Result | undefined {
  const given = textField(fields, 'policy') ?? '';
  if (given === '') throw badRequest("'policy' parameter not supplied or empty");
  const text = fromBase64(given) ?? given;
  const rules = parsePolicy(text);
  if (name === 'root') throw badRequest('cannot update "root" policy');
  namespace.setPolicy({ name, text, rules });
  return named === name ? undefined : { warnings: [`policy name was converted to ${name}`] };
}

// A policy may come in base64.
function fromBase64(text: string): string | undefined {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64').toString() : undefined;
}
