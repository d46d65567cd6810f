/** A network that gives prepared answers in order, and keeps what it was asked. */
export function scriptedFetch(...answers: readonly (Response | Error | ((request: Request) => Response | Promise<Response>))[]): { readonly fetch: (request: Request) => Promise<Response>; readonly requests: Request[] } {
  const requests: Request[] = [];
  return {
    requests,
    async fetch(request) {
      const answer = answers[requests.length];
      requests.push(request);
      if (answer === undefined) throw new Error('There is no answer left.');
      if (answer instanceof Error) throw answer;
      return typeof answer === 'function' ? await answer(request) : answer;
    },
  };
}

export const json = (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response => Response.json(body, { status, headers });

export function problem(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Response {
  const body = { type: `https://carnet.dev/errors/${code}`, title: 'Title.', status, detail: 'Detail.', code, hint: 'Hint.', requestId: 'r-1', problems: [{ field: 'name', message: 'Wrong.' }] };
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json', ...headers } });
}
