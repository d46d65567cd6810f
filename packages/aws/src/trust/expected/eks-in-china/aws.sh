set -eu

# Stop in any other account
ACCOUNT_ID=$(aws sts get-caller-identity --query Account --output text --region cn-north-1)
if [ "$ACCOUNT_ID" != 123456789012 ]; then
  echo "These are credentials of the account $ACCOUNT_ID, and the trust is for 123456789012." >&2
  exit 1
fi

# Register the issuer
# Once for each account, and shared by its roles: where it is registered already, the audience is added. No thumbprint is given, as AWS checks certificates by its own list of authorities.
HAS_AUDIENCE=$(aws iam get-open-id-connect-provider --open-id-connect-provider-arn arn:aws-cn:iam::123456789012:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF --query "contains(ClientIDList, 'sts.amazonaws.com')" --output json --region cn-north-1 2>/dev/null) || HAS_AUDIENCE=
case "$HAS_AUDIENCE" in
true) ;;
false)
  aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn arn:aws-cn:iam::123456789012:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF --client-id sts.amazonaws.com --region cn-north-1
  ;;
*)
  aws iam create-open-id-connect-provider --url https://oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF --client-id-list sts.amazonaws.com --region cn-north-1 >/dev/null
  ;;
esac

# Make the role that this one subject may take
# Both conditions are needed: without sub, every workload of the issuer could take the role. A role of this name that trusts anything else is left as it is.
TRUST_POLICY='{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws-cn:iam::123456789012:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF"
      },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF:aud": "sts.amazonaws.com",
          "oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF:sub": "system:serviceaccount:shop:orders"
        }
      }
    }
  ]
}'
TRUSTED_SUBJECT=$(aws iam get-role --role-name carnet --query 'Role.AssumeRolePolicyDocument.Statement[*].[Condition.StringEquals."oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF:sub"]' --output text --region cn-north-1 2>/dev/null) || TRUSTED_SUBJECT=
case "$TRUSTED_SUBJECT" in
'')
  aws iam create-role --role-name carnet --assume-role-policy-document "$TRUST_POLICY" --region cn-north-1 >/dev/null
  ;;
system:serviceaccount:shop:orders)
  aws iam update-assume-role-policy --role-name carnet --policy-document "$TRUST_POLICY" --region cn-north-1
  ;;
*)
  echo 'The role carnet exists and trusts something else. Take another name for this one.' >&2
  exit 1
  ;;
esac

# Allow what the role needs, and no more
# Six question marks stand for what AWS adds to the name of a secret.
aws iam put-role-policy --role-name carnet --policy-name carnet-secrets --policy-document '{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadSecrets",
      "Effect": "Allow",
      "Action": "secretsmanager:GetSecretValue",
      "Resource": "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:*"
    },
    {
      "Sid": "ReadInBatches",
      "Effect": "Allow",
      "Action": "secretsmanager:BatchGetSecretValue",
      "Resource": "*"
    }
  ]
}' --region cn-north-1

# Let EKS project a token into the pods of the service account
# Pods that run already have to be started again.
if [ -z "$(kubectl get serviceaccount orders --namespace shop --ignore-not-found --output name)" ]; then
  kubectl create serviceaccount orders --namespace shop >&2
fi
kubectl annotate serviceaccount orders --namespace shop --overwrite eks.amazonaws.com/role-arn=arn:aws-cn:iam::123456789012:role/carnet >&2

# Print what Carnet needs
ROLE_ARN=$(aws iam get-role --role-name carnet --query Role.Arn --output text --region cn-north-1)
printf '{"roleArn":"%s"}\n' "$ROLE_ARN"
