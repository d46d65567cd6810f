set -eu

# Stop in any other account
ACCOUNT_ID=$(aws sts get-caller-identity --query Account --output text --region cn-north-1)
if [ "$ACCOUNT_ID" != 123456789012 ]; then
  echo "These are credentials of the account $ACCOUNT_ID, and the trust is for 123456789012." >&2
  exit 1
fi

# Delete the role: from here on, no token is accepted
# Sessions that exist can do nothing more, as AWS looks up their permissions at every request.
TRUSTED_SUBJECT=$(aws iam list-roles --query 'Roles[?RoleName=='\''carnet'\''].AssumeRolePolicyDocument.Statement[].[Condition.StringEquals."oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF:sub"]' --output text --region cn-north-1)
case "$TRUSTED_SUBJECT" in
'')
  echo 'There is no role carnet.' >&2
  ;;
system:serviceaccount:shop:orders)
  POLICIES=$(aws iam list-role-policies --role-name carnet --query PolicyNames --output text --region cn-north-1)
  for POLICY in $POLICIES; do
    aws iam delete-role-policy --role-name carnet --policy-name "$POLICY" --region cn-north-1
  done
  aws iam delete-role --role-name carnet --region cn-north-1
  ;;
*)
  echo 'The role carnet trusts something else and stays.' >&2
  ;;
esac

# Forget the issuer, unless other roles of the account trust it
ROLES=$(aws iam list-roles --query 'length(Roles[?contains(to_string(AssumeRolePolicyDocument), '\''"arn:aws-cn:iam::123456789012:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF"'\'')])' --output json --region cn-north-1)
if [ "$ROLES" = 0 ]; then
  aws iam delete-open-id-connect-provider --open-id-connect-provider-arn arn:aws-cn:iam::123456789012:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF --region cn-north-1
else
  echo "The issuer stays: $ROLES other roles of the account trust it." >&2
fi

# Let EKS project no more tokens
if [ -n "$(kubectl get serviceaccount orders --namespace shop --ignore-not-found --output name)" ]; then
  kubectl annotate serviceaccount orders --namespace shop eks.amazonaws.com/role-arn- >&2
fi
