import { GoogleRefusal, invalidArgument } from '../google-refusal.ts';

export function permissionDenied(permission: string, resource: string): GoogleRefusal {
  return new GoogleRefusal('PERMISSION_DENIED', `Permission '${permission}' denied for resource '${resource}' (or it may not exist).`, {
    errorInfo: { reason: 'IAM_PERMISSION_DENIED', domain: 'iam.googleapis.com', metadata: { permission, resource } },
  });
}

export function secretNotFound(name: string): GoogleRefusal {
  return new GoogleRefusal('NOT_FOUND', `Secret [${name}] not found.`);
}

export function secretHasNoVersions(name: string): GoogleRefusal {
  return new GoogleRefusal('NOT_FOUND', `Secret [${name}] not found or has no versions.`);
}

export function versionNotFound(name: string): GoogleRefusal {
  return new GoogleRefusal('NOT_FOUND', `Secret Version [${name}] not found.`);
}

export function secretExists(name: string): GoogleRefusal {
  return new GoogleRefusal('ALREADY_EXISTS', `Secret [${name}] already exists.`);
}

export function versionInState(name: string, state: string): GoogleRefusal {
  return new GoogleRefusal('FAILED_PRECONDITION', `Secret Version [${name}] is in ${state} state.`);
}

export function etagDiffers(name: string): GoogleRefusal {
  return new GoogleRefusal('FAILED_PRECONDITION', `The etag of [${name}] is another one than the request names.`);
}

export function policyChanged(): GoogleRefusal {
  return new GoogleRefusal('ABORTED', 'There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.');
}

export function notImitated(field: string): GoogleRefusal {
  return invalidArgument(`The local Secret Manager does not imitate the field ${field}.`);
}
