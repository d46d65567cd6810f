import type { TrustStep } from '@carnet/provider';
import type { AwsTrust } from './aws-trust.ts';

export function rightAccount({ accountId, region }: AwsTrust): TrustStep {
  return {
    title: 'Stop in any other account',
    text: `ACCOUNT_ID=$(aws sts get-caller-identity --query Account --output text --region ${region.name})
if [ "$ACCOUNT_ID" != ${accountId} ]; then
  echo "These are credentials of the account $ACCOUNT_ID, and the trust is for ${accountId}." >&2
  exit 1
fi`,
  };
}
