import { jsonAnswer, type Answer } from '../../network/exchange.ts';
import { brokenBindingRule } from '../bindings.ts';
import { invalidArgument } from '../google-refusal.ts';
import type { LocalBinding } from '../local-google.ts';
import { isObject, type JsonObject } from '../request-body.ts';
import { requireSecret, type SecretCall, type SecretOperation } from './secret-operations.ts';
import { notImitated, policyChanged } from './secret-refusals.ts';
import { readBody } from './secret-requests.ts';

/** https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/setIamPolicy and its two neighbours. */
export const policyOperations: Readonly<Record<string, SecretOperation>> = {
  'GET secret:getIamPolicy': { permission: 'secretmanager.secrets.getIamPolicy', perform: (call) => jsonAnswer(200, requireSecret(call).bindings.policy) },
  'POST secret:setIamPolicy': { permission: 'secretmanager.secrets.setIamPolicy', perform: setPolicy },
  'POST secret:testIamPermissions': { perform: testPermissions },
};

function setPolicy(call: SecretCall): Answer {
  const { bindings } = requireSecret(call);
  const { policy } = readBody(call.call.body);
  if (!isObject(policy)) throw invalidArgument('The policy is missing.');
  if (policy['etag'] !== undefined && !isSameEtag(policy['etag'], bindings.policy.etag)) throw policyChanged();
  const sent: unknown = policy['bindings'] ?? [];
  if (!Array.isArray(sent)) throw invalidArgument("Invalid value at 'policy.bindings'.");
  bindings.replace(sent.flatMap(readBinding));
  return jsonAnswer(200, bindings.policy);
}

/** Bytes, which gcloud writes in the alphabet of URLs (https://protobuf.dev/programming-guides/json/). */
function isSameEtag(sent: unknown, current: string): boolean {
  return typeof sent === 'string' && Buffer.from(sent, 'base64').equals(Buffer.from(current, 'base64'));
}

function readBinding(binding: unknown): readonly LocalBinding[] {
  const { role, members, condition } = isObject(binding) ? binding : ({} as JsonObject);
  if (condition !== undefined && condition !== null) throw notImitated('condition');
  if (typeof role !== 'string' || !Array.isArray(members)) throw invalidArgument("Invalid value at 'policy.bindings'.");
  return members.map((member) => {
    const broken = brokenBindingRule(String(member), role);
    if (broken !== undefined) throw invalidArgument(broken);
    return { member: String(member), role };
  });
}

function testPermissions(call: SecretCall): Answer {
  const { permissions } = readBody(call.call.body);
  if (!Array.isArray(permissions)) throw invalidArgument("Invalid value at 'permissions'.");
  const held = permissions.filter((permission): permission is string => typeof permission === 'string' && call.allows(permission));
  return jsonAnswer(200, held.length === 0 ? {} : { permissions: held });
}
