import { shellQuote } from '@carnet/provider-parts';

export interface ServiceAccount {
  readonly namespace: string;
  readonly name: string;
}

const words = ({ name, namespace }: ServiceAccount): string => `serviceaccount ${shellQuote(name)} --namespace ${shellQuote(namespace)}`;

const isThere = (account: ServiceAccount): string => `"$(kubectl get ${words(account)} --ignore-not-found --output name)"`;

/** Makes the webhook of EKS project a token for the role into its pods. */
export const annotation = (account: ServiceAccount, roleArn: string): string => `kubectl annotate ${words(account)} --overwrite eks.amazonaws.com/role-arn=${shellQuote(roleArn)}`;

export const createAndAnnotate = (account: ServiceAccount, roleArn: string): string => `if [ -z ${isThere(account)} ]; then
  kubectl create ${words(account)} >&2
fi
${annotation(account, roleArn)} >&2`;

export const removeAnnotation = (account: ServiceAccount): string => `if [ -n ${isThere(account)} ]; then
  kubectl annotate ${words(account)} eks.amazonaws.com/role-arn- >&2
fi`;
