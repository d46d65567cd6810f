import { AwsRefusal } from '../protocol/aws-refusal.ts';

const invalidRequest = (message: string): AwsRefusal => new AwsRefusal('InvalidRequestException', message);

export const invalidParameter = (message: string): AwsRefusal => new AwsRefusal('InvalidParameterException', message);
export const secretNotFound = (): AwsRefusal => new AwsRefusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
export const valueNotFound = (kind: 'staging label' | 'VersionId', which: string): AwsRefusal =>
  new AwsRefusal('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for ${kind}: ${which}`);
export const stageOfOtherVersion = (): AwsRefusal => invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.');
export const markedForDeletion = (): AwsRefusal => invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");
export const nameScheduledForDeletion = (): AwsRefusal => invalidRequest("You can't create this secret because a secret with this name is already scheduled for deletion.");
export const secretExists = (name: string): AwsRefusal => new AwsRefusal('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);
export const tokenInUse = (token: string, arn: string): AwsRefusal =>
  new AwsRefusal('ResourceExistsException', `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`);
export const valueMissing = (): AwsRefusal => invalidRequest('You must provide either SecretString or SecretBinary.');
export const twoValues = (): AwsRefusal => invalidParameter("You can't specify both a binary secret value and a string secret value in the same secret.");
export const tooManyVersions = (): AwsRefusal => new AwsRefusal('LimitExceededException', 'The secret has too many versions.');
export const invalidNextToken = (): AwsRefusal => new AwsRefusal('InvalidNextTokenException', 'The NextToken value is invalid.');
/** What Secrets Manager makes of a refusal by KMS. */
export const keyNotAllowed = (): AwsRefusal => new AwsRefusal('AccessDeniedException', 'Access to KMS is not allowed');
