import type { TrustOwner } from '../trust/apply-trust.ts';

export function awsTrust(): TrustOwner {
  return {
    apply: ({ type }) => {
      throw new TypeError(`${type} is no resource of this cloud.`);
    },
    remove: ({ type }) => {
      throw new TypeError(`${type} is no resource of this cloud.`);
    },
  };
}
