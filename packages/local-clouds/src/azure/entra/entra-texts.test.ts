import { UnsecuredJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestAzure, type TestAzure } from '../../testing/test-azure.ts';
import { testAudience, testSubject } from '../../testing/test-issuer.ts';

let azure: TestAzure & AsyncDisposable;
beforeEach(async () => {
  azure = await startTestAzure();
});
afterEach(() => azure[Symbol.asyncDispose]());

interface PublishedRefusal {
  readonly code: number;
  readonly status: number;
  readonly error: string;
  /** The public text, with `<…>` where a value stands. */
  readonly text: string;
  /** Where the text can be read. */
  readonly source: string;
  readonly errorUri?: false;
  readonly lineBreaks?: true;
  provoke(): Promise<Response>;
}

const checkTheThree = 'Check your federated identity credential Subject, Audience and Issuer against the presented assertion.';
const page = 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation';
const mint = async (changes?: Parameters<TestAzure['issuer']['mint']>[0], header?: Record<string, unknown>): Promise<Response> =>
  await azure.token({ client_assertion: await azure.issuer.mint(changes, header) });

const published: readonly PublishedRefusal[] = [
  {
    code: 700211,
    status: 401,
    error: 'invalid_client',
    text: `No matching federated identity record found for presented assertion issuer 'https://other.example.test'. ${checkTheThree} ${page}`,
    source: 'https://github.com/Azure/azure-workload-identity/issues/1200',
    provoke: () => mint({ iss: 'https://other.example.test' }),
  },
  {
    code: 700212,
    status: 401,
    error: 'invalid_client',
    text: `No matching federated identity record found for presented assertion audience 'api://azureadtokenexchange'. ${checkTheThree} ${page}`,
    source: 'https://github.com/Azure/azure-workload-identity/issues/1200',
    provoke: () => mint({ aud: 'api://azureadtokenexchange' }),
  },
  {
    code: 700213,
    status: 401,
    error: 'invalid_client',
    text: `No matching federated identity record found for presented assertion subject 'organization:other'. ${checkTheThree} ${page}`,
    source: 'https://github.com/dotnet/maui/pull/31978',
    provoke: () => mint({ sub: 'organization:other' }),
  },
  {
    code: 7002138,
    status: 401,
    error: 'invalid_client',
    text: `No matching federated identity record found for presented assertion subject '${testSubject.toUpperCase()}'. The subject matches with case-insensitive comparison, but not with case-sensitive comparison. ${checkTheThree} See documentation at: ${page}. See breaking change notification and remediation at: https://learn.microsoft.com/en-us/entra/identity-platform/reference-breaking-changes#august-2024.`,
    source: 'https://github.com/Azure/login/issues/515',
    provoke: () => mint({ sub: testSubject.toUpperCase() }),
  },
  {
    code: 70021,
    status: 401,
    error: 'invalid_client',
    lineBreaks: true,
    text: `No matching federated identity record found for presented assertion. Assertion Issuer: 'https://issuer.example.test'. Assertion Subject: 'organization:other'. Assertion Audience: '${testAudience}'. https://docs.microsoft.com/en-us/azure/active-directory/develop/workload-identity-federation`,
    source: 'https://github.com/external-secrets/external-secrets/issues/2783',
    provoke: () => {
      azure.clouds.azure.legacyErrors = true;
      return mint({ sub: 'organization:other' });
    },
  },
  {
    code: 700024,
    status: 401,
    error: 'invalid_client',
    text: 'Client assertion is not within its valid time range. Current time: <instant>, assertion valid from <instant>, expiry time of assertion <instant>. Review the documentation at https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials .',
    source: 'https://github.com/risingwavelabs/risingwave/issues/16262',
    provoke: async () => {
      const assertion = await azure.issuer.mint();
      azure.clock.time += 2 * 60 * 60 * 1000;
      return await azure.token({ client_assertion: assertion });
    },
  },
  {
    code: 7000272,
    status: 401,
    error: 'invalid_client',
    text: "The certificate with identifier 6F74686572 used to sign the federated credential could not be found in the metadata of identity provider https://issuer.example.test. Please validate that your Identity Provider's metadata exposes the key used to sign the incoming token.",
    source: 'https://github.com/Azure/azure-workload-identity/issues/1232',
    provoke: () => mint({}, { kid: Buffer.from('other').toString('base64url') }),
  },
  {
    code: 50166,
    status: 400,
    error: 'invalid_request',
    errorUri: false,
    lineBreaks: true,
    text: 'Request to External OIDC endpoint failed.',
    source: 'https://github.com/Azure/azure-workload-identity/issues/642',
    provoke: () => {
      azure.clouds.fault({ host: azure.issuer.host, fault: { kind: 'html', status: 503 } });
      return mint();
    },
  },
  {
    code: 501661,
    status: 400,
    error: 'invalid_request',
    errorUri: false,
    lineBreaks: true,
    text: 'Request to External OIDC endpoint failed.',
    source: 'https://github.com/Azure/login/issues/283',
    provoke: () => {
      azure.clouds.fault({ host: azure.issuer.host, path: /jwks/, fault: { kind: 'reset' } });
      return mint();
    },
  },
  {
    code: 90061,
    status: 400,
    error: 'invalid_request',
    errorUri: false,
    lineBreaks: true,
    text: 'Request to External OIDC endpoint failed.',
    source: 'https://github.com/Azure/azure-workload-identity/issues/605',
    provoke: () => {
      azure.clouds.azure.legacyErrors = true;
      azure.clouds.fault({ host: azure.issuer.host, fault: { kind: 'reset' } });
      return mint();
    },
  },
  {
    code: 70023,
    status: 401,
    error: 'invalid_client',
    text: 'External OIDC Provider token must have a lifetime of less than or equal to 1.01:00:00. Token issued at <seconds>. Token expires on <seconds>.',
    source: 'https://github.com/Azure/azure-sdk-for-python/issues/32124',
    provoke: () => mint({ exp: Math.floor(azure.clock.time / 1000) + 25 * 60 * 60 + 1 }),
  },
  {
    code: 5002738,
    status: 401,
    error: 'invalid_client',
    text: "Invalid JWT token. 'none' is not a supported signature algorithm.",
    source: 'https://github.com/AzureAD/microsoft-identity-web/issues/3467',
    provoke: () => azure.token({ client_assertion: new UnsecuredJWT(azure.issuer.claims()).encode() }),
  },
  {
    code: 50013,
    status: 401,
    error: 'invalid_client',
    text: 'Assertion failed signature validation. [Reason - The provided signature value did not match the expected signature value.]',
    source: 'https://github.com/microsoftgraph/msgraph-sdk-php/issues/1585',
    provoke: async () => {
      const [header, claims] = (await azure.issuer.mint()).split('.');
      const [, , signature] = (await azure.issuer.mint({ jti: 'other' })).split('.');
      return await azure.token({ client_assertion: `${header}.${claims}.${signature}` });
    },
  },
  {
    code: 7000215,
    status: 401,
    error: 'invalid_client',
    text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '<client>'.",
    source: 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes',
    provoke: () => azure.token({ client_secret: 'not the secret' }),
  },
  {
    code: 700016,
    status: 400,
    error: 'unauthorized_client',
    text: "Application with identifier '00000000-0000-4000-8000-000000000000' was not found in the directory '<tenant>'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
    source: 'https://github.com/MicrosoftDocs/azure-docs/issues/21690',
    provoke: () => azure.token({ client_id: '00000000-0000-4000-8000-000000000000' }),
  },
  {
    code: 700038,
    status: 400,
    error: 'unauthorized_client',
    errorUri: false,
    text: '00000000-0000-0000-0000-000000000000 is not a valid application identifier.',
    source: 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes',
    provoke: () => azure.token({ client_id: '00000000-0000-0000-0000-000000000000' }),
  },
  {
    code: 7000216,
    status: 401,
    error: 'invalid_client',
    text: "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    source: 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes',
    provoke: () => azure.token({ client_secret: '' }),
  },
  {
    code: 90002,
    status: 400,
    error: 'invalid_request',
    text: "Tenant '00000000-0000-4000-8000-000000000000' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
    source: 'https://github.com/microsoftgraph/windowsupdates-webapplication-sample/issues/6',
    provoke: () => azure.token({}, '00000000-0000-4000-8000-000000000000'),
  },
];

interface RefusalBody {
  readonly error: string;
  readonly error_description: string;
  readonly error_codes: readonly number[];
  readonly error_uri?: string;
}

describe('E3 Entra refuses with the public code, status and text, and says no more', () => {
  test.each(published)('AADSTS$code', async ({ code, status, error, text, errorUri, lineBreaks, source, provoke }) => {
    const response = await provoke();
    const body = (await response.json()) as RefusalBody;

    expect(source).toMatch(/^https:\/\/(github\.com|learn\.microsoft\.com)\//);
    expect({ status: response.status, error: body.error, codes: body.error_codes }).toEqual({ status, error, codes: [code] });
    const separator = lineBreaks ? '\r\n' : ' ';
    const guid = '[0-9a-f-]{36}';
    const trailer = `${separator}Trace ID: ${guid}${separator}Correlation ID: ${guid}${separator}Timestamp: \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ`;
    expect(body.error_description).toMatch(new RegExp(`^AADSTS${code}: ${pattern(text)}${trailer}$`));
    const fields = ['correlation_id', 'error', 'error_codes', 'error_description', 'timestamp', 'trace_id', ...(errorUri === false ? [] : ['error_uri'])];
    expect(Object.keys(body).toSorted()).toEqual(fields.toSorted());
    expect(body.error_uri).toBe(errorUri === false ? undefined : `https://login.microsoftonline.com/error?code=${code}`);
  });
});

function pattern(text: string): string {
  return text
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('<instant>', String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z`)
    .replaceAll('<seconds>', String.raw`\d{10}`)
    .replace('<client>', azure.application.clientId)
    .replace('<tenant>', azure.tenant.id);
}
