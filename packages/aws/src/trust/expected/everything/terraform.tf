# The provider
# Leave out what your module has already.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.81"
    }
  }
}

provider "aws" {
  region              = "eu-central-1"
  allowed_account_ids = ["123456789012"]
}

# Register the issuer
# Once for each account, and shared by its roles. Where it is registered already, import it first: terraform import aws_iam_openid_connect_provider.carnet arn:aws:iam::123456789012:oidc-provider/id.example.com/o
resource "aws_iam_openid_connect_provider" "carnet" {
  url            = "https://id.example.com/o"
  client_id_list = ["sts.amazonaws.com"]
}

# Make the role that this one subject may take
# Both conditions are needed: without sub, every workload of the issuer could take the role.
resource "aws_iam_role" "carnet" {
  name = "orders"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Principal = {
        Federated = "arn:aws:iam::123456789012:oidc-provider/id.example.com/o"
      }
      Action = [
        "sts:AssumeRoleWithWebIdentity",
        "sts:TagSession",
      ]
      Condition = {
        StringEquals = {
          "id.example.com/o:aud" = "sts.amazonaws.com"
          "id.example.com/o:sub" = "organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11"
        }
      }
    }]
  })

  depends_on = [aws_iam_openid_connect_provider.carnet]
}

# Allow what the role needs, and no more
# Six question marks stand for what AWS adds to the name of a secret.
resource "aws_iam_role_policy" "carnet" {
  name = "carnet-secrets"
  role = aws_iam_role.carnet.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "ReadSecrets"
        Effect = "Allow"
        Action = "secretsmanager:GetSecretValue"
        Resource = [
          "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/db-??????",
          "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/key-??????",
          "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/first-??????",
        ]
      },
      {
        Sid      = "ReadInBatches"
        Effect   = "Allow"
        Action   = "secretsmanager:BatchGetSecretValue"
        Resource = "*"
      },
      {
        Sid      = "ListNames"
        Effect   = "Allow"
        Action   = "secretsmanager:ListSecrets"
        Resource = "*"
      },
      {
        Sid    = "WriteSecrets"
        Effect = "Allow"
        Action = [
          "secretsmanager:CreateSecret",
          "secretsmanager:PutSecretValue",
          "secretsmanager:DeleteSecret",
        ]
        Resource = [
          "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/db-??????",
          "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/key-??????",
          "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/first-??????",
          "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/db",
          "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/key",
          "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/first",
        ]
      },
      {
        Sid    = "UseKey"
        Effect = "Allow"
        Action = [
          "kms:Decrypt",
          "kms:GenerateDataKey",
        ]
        Resource = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
        Condition = {
          StringEquals = {
            "kms:ViaService" = "secretsmanager.eu-central-1.amazonaws.com"
          }
        }
      },
    ]
  })
}

# Create a first secret
# Without a value, which Terraform would keep in its state. Give it one with: printf %s "$VALUE" | aws secretsmanager put-secret-value --secret-id app/first --secret-string file:///dev/stdin --region eu-central-1 >/dev/null
resource "aws_secretsmanager_secret" "carnet" {
  name       = "app/first"
  kms_key_id = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
}

# What Carnet needs
output "carnet" {
  value = {
    roleArn = aws_iam_role.carnet.arn
  }
}
