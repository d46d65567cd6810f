/** The store of the first provider: shelves of names, versions that count, and a failure for each name that asks for one. */
export function ledgerServer(secrets: Readonly<Record<string, string>>): { fetch(request: Request): Promise<Response> } {
  const values = new Map(Object.entries(secrets).map(([name, text]) => [name.toLowerCase(), new TextEncoder().encode(text)]));

  async function fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const authorization = request.headers.get('authorization') ?? '';
    if (pathname === '/ticket') return authorization.startsWith('Bearer ey') ? new Response('one') : refusal('TRUST_REJECTED', 401);
    if (!['Ticket one', 'Pen blue'].includes(authorization)) return refusal('CREDENTIAL_EXPIRED', 401);
    const name = decodeURIComponent(pathname.split('/')[2] ?? '').toLowerCase();
    if (name.startsWith('fault-')) return refusal(name.slice('fault-'.length).toUpperCase(), name === 'fault-throttled' ? 429 : 500);
    if (name === '') return Response.json([...values.keys()].filter((each) => each.startsWith(searchParams.get('prefix') ?? '')));
    if (request.method === 'PUT') values.set(name, new Uint8Array(await request.arrayBuffer()));
    if (request.method === 'DELETE') values.delete(name);
    const value = values.get(name);
    if (value === undefined && request.method !== 'DELETE') return refusal('SECRET_NOT_FOUND', 404);
    return new Response(value, { headers: { version: '7' } });
  }

  return { fetch };
}

function refusal(reason: string, status: number): Response {
  return Response.json({ reason }, { status, headers: { 'request-id': 'request-1' } });
}
