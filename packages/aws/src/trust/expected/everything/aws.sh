set -eu

# Stop in any other account
ACCOUNT_ID=$(aws sts get-caller-identity --query Account --output text --region eu-central-1)
if [ "$ACCOUNT_ID" != 123456789012 ]; then
  echo "These are credentials of the account $ACCOUNT_ID, and the trust is for 123456789012." >&2
  exit 1
fi

# Register the issuer
# Once for each account, and shared by its roles: where it is registered already, the audience is added. No thumbprint is given, as AWS checks certificates by its own list of authorities.
HAS_AUDIENCE=$(aws iam get-open-id-connect-provider --open-id-connect-provider-arn arn:aws:iam::123456789012:oidc-provider/id.example.com/o --query "contains(ClientIDList, 'sts.amazonaws.com')" --output json 2>/dev/null) || HAS_AUDIENCE=
case "$HAS_AUDIENCE" in
true) ;;
false)
  aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn arn:aws:iam::123456789012:oidc-provider/id.example.com/o --client-id sts.amazonaws.com
  ;;
*)
  aws iam create-open-id-connect-provider --url https://id.example.com/o --client-id-list sts.amazonaws.com >/dev/null
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
        "Federated": "arn:aws:iam::123456789012:oidc-provider/id.example.com/o"
      },
      "Action": [
        "sts:AssumeRoleWithWebIdentity",
        "sts:TagSession"
      ],
      "Condition": {
        "StringEquals": {
          "id.example.com/o:aud": "sts.amazonaws.com",
          "id.example.com/o:sub": "organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11"
        }
      }
    }
  ]
}'
TRUSTED_SUBJECT=$(aws iam get-role --role-name orders --query 'Role.AssumeRolePolicyDocument.Statement[*].[Condition.StringEquals."id.example.com/o:sub"]' --output text 2>/dev/null) || TRUSTED_SUBJECT=
case "$TRUSTED_SUBJECT" in
'')
  aws iam create-role --role-name orders --assume-role-policy-document "$TRUST_POLICY" >/dev/null
  ;;
organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11)
  aws iam update-assume-role-policy --role-name orders --policy-document "$TRUST_POLICY"
  ;;
*)
  echo 'The role orders exists and trusts something else. Take another name for this one.' >&2
  exit 1
  ;;
esac

# Allow what the role needs, and no more
# Six question marks stand for what AWS adds to the name of a secret.
aws iam put-role-policy --role-name orders --policy-name carnet-secrets --policy-document '{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadSecrets",
      "Effect": "Allow",
      "Action": "secretsmanager:GetSecretValue",
      "Resource": [
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/db-??????",
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/key-??????",
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/first-??????"
      ]
    },
    {
      "Sid": "ReadInBatches",
      "Effect": "Allow",
      "Action": "secretsmanager:BatchGetSecretValue",
      "Resource": "*"
    },
    {
      "Sid": "ListNames",
      "Effect": "Allow",
      "Action": "secretsmanager:ListSecrets",
      "Resource": "*"
    },
    {
      "Sid": "WriteSecrets",
      "Effect": "Allow",
      "Action": [
        "secretsmanager:CreateSecret",
        "secretsmanager:PutSecretValue",
        "secretsmanager:DeleteSecret"
      ],
      "Resource": [
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/db-??????",
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/key-??????",
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/first-??????",
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/db",
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/key",
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/first"
      ]
    },
    {
      "Sid": "UseKey",
      "Effect": "Allow",
      "Action": [
        "kms:Decrypt",
        "kms:GenerateDataKey"
      ],
      "Resource": "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      "Condition": {
        "StringEquals": {
          "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com"
        }
      }
    }
  ]
}'

# Create a first secret
# A throw-away value to test with: random and through a pipe, so that nobody is asked and no command line has it. One that exists is left as it is. Give it your own with: printf %s "$VALUE" | aws secretsmanager put-secret-value --secret-id app/first --secret-string file:///dev/stdin --region eu-central-1 >/dev/null
DELETED=$(aws secretsmanager describe-secret --secret-id app/first --query DeletedDate --output text --region eu-central-1 2>/dev/null) || DELETED=absent
case "$DELETED" in
None) ;;
absent)
  head -c 24 /dev/urandom | base64 | tr -d '\n' |
    aws secretsmanager create-secret --name app/first --secret-string file:///dev/stdin --tags Key=carnet,Value=trust --kms-key-id arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab --region eu-central-1 >/dev/null
  ;;
*)
  echo 'The secret app/first is scheduled for deletion. Restore it and begin again: aws secretsmanager restore-secret --secret-id app/first --region eu-central-1' >&2
  exit 1
  ;;
esac

# Print what Carnet needs
ROLE_ARN=$(aws iam get-role --role-name orders --query Role.Arn --output text)
printf '{"roleArn":"%s"}\n' "$ROLE_ARN"
