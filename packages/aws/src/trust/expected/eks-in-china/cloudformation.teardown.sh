set -eu

# Stop in any other account
ACCOUNT_ID=$(aws sts get-caller-identity --query Account --output text --region cn-north-1)
if [ "$ACCOUNT_ID" != 123456789012 ]; then
  echo "These are credentials of the account $ACCOUNT_ID, and the trust is for 123456789012." >&2
  exit 1
fi

# Delete the stack: from here on, no token is accepted
aws cloudformation delete-stack --stack-name trust-carnet-2eb22d8d --region cn-north-1
aws cloudformation wait stack-delete-complete --stack-name trust-carnet-2eb22d8d --region cn-north-1

# Forget the issuer, unless other roles of the account trust it
ROLES=$(aws iam list-roles --query 'length(Roles[?contains(to_string(AssumeRolePolicyDocument), '\''"arn:aws-cn:iam::123456789012:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF"'\'')])' --output json --region cn-north-1)
if [ "$ROLES" = 0 ]; then
  aws iam delete-open-id-connect-provider --open-id-connect-provider-arn arn:aws-cn:iam::123456789012:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF --region cn-north-1
else
  echo "The issuer stays: $ROLES other roles of the account trust it." >&2
fi
