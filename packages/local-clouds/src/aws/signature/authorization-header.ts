/** What an `Authorization` header of Signature Version 4 says. */
export interface SignedAuthorization {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** The parts of the header, or what it lacks. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html */
export function parseAuthorization(header: string): SignedAuthorization | readonly string[] {
  const fields = new Map(
    header
      .slice('AWS4-HMAC-SHA256'.length)
      .split(',')
      .map((field) => [field.slice(0, field.indexOf('=')).trim(), field.slice(field.indexOf('=') + 1).trim()] as const),
  );
  const lacking = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !fields.get(name)).map((name) => `Authorization header requires '${name}' parameter.`);
  if (lacking.length > 0) return lacking;
  const scope = (fields.get('Credential') ?? '').split('/');
  const [accessKeyId = '', date = '', region = '', service = '', terminator = ''] = scope;
  if (scope.length !== 5 || accessKeyId === '') return ['Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.'];
  return { accessKeyId, date, region, service, terminator, signedHeaders: (fields.get('SignedHeaders') ?? '').split(';'), signature: fields.get('Signature') ?? '' };
}
