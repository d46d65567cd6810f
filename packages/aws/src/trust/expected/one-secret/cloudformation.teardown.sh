set -eu

# Stop in any other account
ACCOUNT_ID=$(aws sts get-caller-identity --query Account --output text --region eu-central-1)
if [ "$ACCOUNT_ID" != 123456789012 ]; then
  echo "These are credentials of the account $ACCOUNT_ID, and the trust is for 123456789012." >&2
  exit 1
fi

# Delete the stack: from here on, no token is accepted
aws cloudformation delete-stack --stack-name trust-carnet-069b592b --region eu-central-1
aws cloudformation wait stack-delete-complete --stack-name trust-carnet-069b592b --region eu-central-1

# Forget the issuer, unless other roles of the account trust it
ROLES=$(aws iam list-roles --query 'length(Roles[?contains(to_string(AssumeRolePolicyDocument), '\''"arn:aws:iam::123456789012:oidc-provider/id.example.com/o"'\'')])' --output json)
if [ "$ROLES" = 0 ]; then
  aws iam delete-open-id-connect-provider --open-id-connect-provider-arn arn:aws:iam::123456789012:oidc-provider/id.example.com/o
else
  echo "The issuer stays: $ROLES other roles of the account trust it." >&2
fi
