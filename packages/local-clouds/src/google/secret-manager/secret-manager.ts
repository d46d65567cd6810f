import type { CloudService } from '../../network/cloud.ts';
import type { Answer, IncomingCall } from '../../network/exchange.ts';
import { authenticate, type AuthenticationParts } from '../authenticate.ts';
import { answerOrRefusal, methodNotFound, throttledAnswer } from '../google-refusal.ts';
import { locationOfHost } from '../hosts.ts';
import type { Project } from '../project.ts';
import { policyOperations } from './policy-operations.ts';
import { secretOperations, type SecretOperation } from './secret-operations.ts';
import { parseSecretPath } from './secret-path.ts';
import { permissionDenied } from './secret-refusals.ts';

export interface SecretManagerParts extends AuthenticationParts {
  /** By id or by number. */
  project(name: string): Project | undefined;
}

const operations: Readonly<Record<string, SecretOperation>> = { ...secretOperations, ...policyOperations };

/** Secret Manager v1 over REST: https://cloud.google.com/secret-manager/docs/reference/rest */
export function createSecretManager(parts: SecretManagerParts): CloudService {
  return {
    answer: (call) => answerOrRefusal(() => perform(parts, call)),
    throttled: (retryAfterSeconds) => throttledAnswer('secretmanager.googleapis.com', retryAfterSeconds),
  };
}

async function perform(parts: SecretManagerParts, call: IncomingCall): Promise<Answer> {
  const caller = await authenticate(parts, call);
  const path = parseSecretPath(call.url.pathname, locationOfHost(call.host));
  const key = `${call.method} ${path.kind}${path.verb === '' ? '' : `:${path.verb}`}`;
  const operation = Object.hasOwn(operations, key) ? operations[key] : undefined;
  if (!operation) throw methodNotFound();

  const project = parts.project(path.project);
  const secrets = project?.secretsAt(path.location);
  const bindings = [project?.bindings, secrets?.find(path.secret)?.bindings];
  const allows = (permission: string): boolean => caller.isActive() && bindings.some((each) => each?.allow(caller, permission));
  // Whoever may not read a project does not learn that there is none.
  if (!project || !secrets || (operation.permission !== undefined && !allows(operation.permission))) {
    throw permissionDenied(operation.permission ?? 'secretmanager.secrets.get', path.resource);
  }
  const parent = `projects/${project.control.number}${path.location === undefined ? '' : `/locations/${path.location}`}`;
  return operation.perform({ call, path, secrets, parent, caller, allows });
}
