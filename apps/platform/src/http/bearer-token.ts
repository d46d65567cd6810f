/** The token of an `Authorization: Bearer` header (RFC 6750 §2.1), or undefined where it holds none of a sane length. */
export function bearerTokenOf({ headers }: Pick<Request, 'headers'>): string | undefined {
  const [, token] = /^Bearer ([\w~+/.-]{1,4096}=*)$/i.exec(headers.get('authorization') ?? '') ?? [];
  return token;
}
