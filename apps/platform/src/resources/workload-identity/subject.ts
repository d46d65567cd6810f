import { audienceOf, CarnetError, claimsOf, type Settings } from '@carnet/provider';
import { definitionOf, type Manifests } from '../providers/manifests.ts';

/** What a token of a config says, as far as it is known before one is minted. */
export interface TokenPreview {
  readonly issuer: string;
  /** `{automation}` stands for the automation's id where each has a subject of its own. */
  readonly subject: string;
  readonly audience: string;
  /** The optional claims that its settings switch on. */
  readonly claims: readonly string[];
}

/** The subject of an organization's tokens, or of one of its automations'. It is made of ids alone. */
export function subjectOf(organization: string, automation?: string): string {
  return automation === undefined ? `organization:${organization}` : `organization:${organization}:automation:${automation}`;
}

/** @throws CarnetError `SETTINGS_INVALID` where no audience follows from the settings */
export function previewOf(
  { host, issuerOf }: { readonly host: Manifests; issuerOf(organization: string, config: { readonly organizationIssuer: boolean }): string },
  organization: string,
  config: { readonly kind: string; readonly settings: Settings; readonly subject: 'organization' | 'automation'; readonly organizationIssuer: boolean },
  automation: string = '{automation}',
): TokenPreview {
  const definition = definitionOf(host, config.kind);
  if (definition === undefined) throw new CarnetError({ code: 'PROVIDER_NOT_FOUND', message: `No provider of this platform defines the kind of identity '${config.kind.slice(0, 40)}'.` });
  return {
    issuer: issuerOf(organization, config),
    subject: subjectOf(organization, config.subject === 'automation' ? automation : undefined),
    audience: audienceOf(definition, config.settings),
    claims: claimsOf(definition, config.settings),
  };
}
