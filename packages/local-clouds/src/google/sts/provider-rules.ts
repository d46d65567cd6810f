export interface ProviderRules {
  readonly issuer: string;
  readonly allowedAudiences: readonly string[];
  readonly attributeMapping: Readonly<Record<string, string>>;
  readonly attributeCondition: string | undefined;
}

// https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools.providers
const mostAudiences = 10;
const longestAudience = 256;
const mostCustomAttributes = 50;
const longestExpression = 2048;
const longestCondition = 4096;
const customAttribute = /^attribute\.[a-z0-9_]{1,100}$/;

/** What the settings of an OIDC provider break, or undefined. Whether the expressions are CEL is looked at elsewhere. */
export function brokenProviderRule({ issuer, allowedAudiences, attributeMapping, attributeCondition }: ProviderRules): string | undefined {
  const url = URL.parse(issuer);
  if (url?.protocol !== 'https:' || url.search !== '' || url.hash !== '') return 'The issuer is an https address without query and fragment.';
  if (allowedAudiences.length > mostAudiences) return `There are ${mostAudiences} allowed audiences at most.`;
  if (allowedAudiences.some(({ length }) => length === 0 || length > longestAudience)) return `An allowed audience has 1 to ${longestAudience} characters.`;
  const names = Object.keys(attributeMapping);
  if (!names.includes('google.subject')) return 'The attribute mapping must map google.subject.';
  const wrong = names.find((name) => name !== 'google.subject' && name !== 'google.groups' && !customAttribute.test(name));
  if (wrong !== undefined) return `A mapped attribute is google.subject, google.groups or attribute.<name> with a name of 1 to 100 of a-z, 0-9 and _, and ${JSON.stringify(wrong)} is none.`;
  if (names.filter((name) => name.startsWith('attribute.')).length > mostCustomAttributes) return `There are ${mostCustomAttributes} custom attributes at most.`;
  if (Object.values(attributeMapping).some(({ length }) => length > longestExpression)) return `A mapping expression has ${longestExpression} characters at most.`;
  if ((attributeCondition ?? '').length > longestCondition) return `An attribute condition has ${longestCondition} characters at most.`;
  return undefined;
}

/** 4 to 32 of a-z, 0-9 and hyphen; what starts with `gcp-` is Google's. */
export function isPoolOrProviderId(id: string): boolean {
  return /^[a-z0-9-]{4,32}$/.test(id) && !id.startsWith('gcp-');
}
