set -eu

# Stop in any other account
ACCOUNT_ID=$(aws sts get-caller-identity --query Account --output text --region cn-north-1)
if [ "$ACCOUNT_ID" != 123456789012 ]; then
  echo "These are credentials of the account $ACCOUNT_ID, and the trust is for 123456789012." >&2
  exit 1
fi

# Destroy the role: from here on, no token is accepted
terraform destroy -target=aws_iam_role_policy.carnet -target=aws_iam_role.carnet

# Forget the issuer, unless other roles of the account trust it
# Where it stays, leave it out of a terraform destroy of everything, too: terraform state rm aws_iam_openid_connect_provider.carnet
ROLES=$(aws iam list-roles --query 'length(Roles[?contains(to_string(AssumeRolePolicyDocument), '\''"arn:aws-cn:iam::123456789012:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF"'\'')])' --output json --region cn-north-1)
if [ "$ROLES" = 0 ]; then
  terraform destroy -target=aws_iam_openid_connect_provider.carnet
else
  echo "The issuer stays: $ROLES other roles of the account trust it." >&2
fi
