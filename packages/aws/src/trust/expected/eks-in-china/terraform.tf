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
  region              = "cn-north-1"
  allowed_account_ids = ["123456789012"]
}

# Register the issuer
# Once for each account, and shared by its roles. Where it is registered already, import it first: terraform import aws_iam_openid_connect_provider.carnet arn:aws-cn:iam::123456789012:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF
resource "aws_iam_openid_connect_provider" "carnet" {
  url            = "https://oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF"
  client_id_list = ["sts.amazonaws.com"]
}

# Make the role that this one subject may take
# Both conditions are needed: without sub, every workload of the issuer could take the role.
resource "aws_iam_role" "carnet" {
  name = "carnet"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Principal = {
        Federated = "arn:aws-cn:iam::123456789012:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF"
      }
      Action = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF:aud" = "sts.amazonaws.com"
          "oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF:sub" = "system:serviceaccount:shop:orders"
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
        Sid      = "ReadSecrets"
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:*"
      },
      {
        Sid      = "ReadInBatches"
        Effect   = "Allow"
        Action   = "secretsmanager:BatchGetSecretValue"
        Resource = "*"
      },
    ]
  })
}

# What Carnet needs
output "carnet" {
  value = {
    roleArn = aws_iam_role.carnet.arn
  }
}
