import type { Fault } from '../fault.ts';

/** Where the stores we know put a sentence, a code or an id of the request: a careless provider takes one of them on. */
function bodiesOf(echo: string): readonly object[] {
  return [
    { error: { code: echo, message: echo, status: echo, innererror: { code: echo }, details: [echo] } },
    { error: echo, error_description: echo, message: echo, Message: echo, __type: echo, errors: [echo], code: echo },
  ];
}

/** Answers that repeat what was sent to the store, as it was and in base64. */
export function echoFaults(sent: readonly string[]): readonly Fault[] {
  return sent.flatMap((secret) => {
    const printable = secret.replace(/[^\x20-\x7e]/g, '');
    const sentence = `You sent ${secret} to us, which is ${Buffer.from(secret).toString('base64')}.`;
    const bodies = [secret, sentence].flatMap(bodiesOf);
    return [
      ...bodies.map((body): Fault => ({ kind: 'status', status: 400, headers: { 'x-request-id': printable, 'x-error': printable }, body })),
      ...bodiesOf(sentence).slice(1).map((body): Fault => ({ kind: 'status', status: 500, body })),
      { kind: 'status', status: 403, body: sentence },
      { kind: 'redirect', status: 307, location: `https://elsewhere.example.test/?sent=${encodeURIComponent(secret)}` },
    ];
  });
}
