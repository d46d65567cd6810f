import type { TrustPlan } from '@carnet/provider';
import { planned } from './planned.ts';

export const kmsKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const subject = 'organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11';

/** The plans that are written down in `trust/expected`. */
export const scenarios: Readonly<Record<string, TrustPlan>> = {
  'one-secret': planned({ subject }),
  everything: planned({ subject, secrets: ['app/db', 'app/key'], list: true, write: true, create: 'app/first', settings: { kmsKeyArn, sessionTags: true, roleName: 'orders' } }),
  'eks-in-china': planned({
    issuer: 'https://oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF', subject: 'system:serviceaccount:shop:orders', secrets: [],
    settings: { region: 'cn-north-1' }, ambient: { kind: 'eks', namespace: 'shop', serviceAccount: 'orders' },
  }),
};
