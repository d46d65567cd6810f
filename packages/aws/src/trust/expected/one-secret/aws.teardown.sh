set -eu

# Stop in any other account
ACCOUNT_ID=$(aws sts get-caller-identity --query Account --output text --region eu-central-1)
if [ "$ACCOUNT_ID" != 123456789012 ]; then
  echo "These are credentials of the account $ACCOUNT_ID, and the trust is for 123456789012." >&2
  exit 1
fi

# Delete the role: from here on, no token is accepted
# Sessions that exist can do nothing more, as AWS looks up their permissions at every request.
TRUSTED_SUBJECT=$(aws iam list-roles --query 'Roles[?RoleName=='\''carnet'\''].AssumeRolePolicyDocument.Statement[].[Condition.StringEquals."id.example.com/o:sub"]' --output text)
case "$TRUSTED_SUBJECT" in
'')
  echo 'There is no role carnet.' >&2
  ;;
organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11)
  POLICIES=$(aws iam list-role-policies --role-name carnet --query PolicyNames --output text)
  for POLICY in $POLICIES; do
    aws iam delete-role-policy --role-name carnet --policy-name "$POLICY"
  done
  aws iam delete-role --role-name carnet
  ;;
*)
  echo 'The role carnet trusts something else and stays.' >&2
  ;;
esac

# Forget the issuer, unless other roles of the account trust it
ROLES=$(aws iam list-roles --query 'length(Roles[?contains(to_string(AssumeRolePolicyDocument), '\''"arn:aws:iam::123456789012:oidc-provider/id.example.com/o"'\'')])' --output json)
if [ "$ROLES" = 0 ]; then
  aws iam delete-open-id-connect-provider --open-id-connect-provider-arn arn:aws:iam::123456789012:oidc-provider/id.example.com/o
else
  echo "The issuer stays: $ROLES other roles of the account trust it." >&2
fi
