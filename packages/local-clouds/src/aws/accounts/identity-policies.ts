import { parsePolicy, type PolicyDocument } from '../policy/policy-document.ts';
import { AwsRefusal } from '../protocol/aws-refusal.ts';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const largestSum = { role: 10_240, user: 2048 };

/** The inline policies of a role or user, by name. */
export class IdentityPolicies {
  readonly #owner: { readonly kind: 'role' | 'user'; readonly name: string };
  readonly #policies = new Map<string, PolicyDocument>();

  constructor(kind: 'role' | 'user', name: string) {
    this.#owner = { kind, name };
  }

  /** @throws AwsRefusal `MalformedPolicyDocument` or `LimitExceeded` */
  put(name: string, text: string): void {
    const policy = parsePolicy(text, 'identity');
    const others = [...this.#policies].filter(([other]) => other !== name).map(([, { text: other }]) => other);
    const size = [text, ...others].reduce((sum, each) => sum + each.replace(/\s/g, '').length, 0);
    const most = largestSum[this.#owner.kind];
    if (size > most) throw new AwsRefusal('LimitExceeded', `Maximum policy size of ${most} bytes exceeded for ${this.#owner.kind} ${this.#owner.name}`, 409);
    this.#policies.set(name, policy);
  }

  get(name: string): PolicyDocument | undefined {
    return this.#policies.get(name);
  }

  remove(name: string): boolean {
    return this.#policies.delete(name);
  }

  names(): readonly string[] {
    return [...this.#policies.keys()].toSorted();
  }

  all(): Iterable<PolicyDocument> {
    return this.#policies.values();
  }
}
