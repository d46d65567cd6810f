import { randomUUID } from 'node:crypto';
import type { Answer, IncomingCall } from '../../network/exchange.ts';
import { AwsRefusal, faultOf } from './aws-refusal.ts';
import { xmlElements, xmlText, type XmlContent } from './xml.ts';

/** The AWS query protocol: a form as the request, XML as the answer. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export interface QueryProtocol {
  readonly namespace: string;
  readonly version: string;
}

/** The parameters of one call. */
export class QueryParameters {
  readonly #form: URLSearchParams;

  constructor(body: Uint8Array) {
    this.#form = new URLSearchParams(Buffer.from(body).toString());
  }

  text(name: string): string | undefined {
    return this.#form.get(name) ?? undefined;
  }

  /**
   * Undefined where left out.
   *
   * @throws AwsRefusal `MalformedInput` where it is no whole number of 32 bits
   */
  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (value === '') throw new AwsRefusal('MalformedInput', 'missing value for decimal type');
    const number = /^[+-]?\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= -2_147_483_648 && number <= 2_147_483_647)) throw new AwsRefusal('MalformedInput', 'The value is no whole number of 32 bits.');
    return number;
  }

  /** The items `<name>.member.1<suffix>`, `.2` and so on, up to the first that is missing. */
  list(name: string, suffix = ''): readonly string[] {
    const items: string[] = [];
    for (;;) {
      const item = this.text(`${name}.member.${items.length + 1}${suffix}`);
      if (item === undefined) return items;
      items.push(item);
    }
  }

  /** Key and value pairs, as tags are sent. */
  tags(name: string): readonly (readonly [string, string])[] {
    return this.list(name, '.Key').map((key, index) => [key, this.text(`${name}.member.${index + 1}.Value`) ?? '']);
  }
}

export function queryAnswer({ namespace }: QueryProtocol, action: string, result: XmlContent): Answer {
  const requestId = randomUUID();
  const content = result === undefined ? '' : `<${action}Result>${xmlElements(result)}</${action}Result>`;
  return xmlAnswer(200, requestId, `<${action}Response xmlns="${namespace}">${content}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>\n`);
}

export function queryRefusal({ namespace }: QueryProtocol, refusal: AwsRefusal): Answer {
  const requestId = randomUUID();
  const error = `<Error><Type>${faultOf(refusal)}</Type><Code>${xmlText(refusal.code)}</Code><Message>${xmlText(refusal.message)}</Message></Error>`;
  return xmlAnswer(refusal.status, requestId, `<ErrorResponse xmlns="${namespace}">${error}<RequestId>${requestId}</RequestId></ErrorResponse>\n`);
}

function xmlAnswer(status: number, requestId: string, body: string): Answer {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

// What the front of STS refuses before there is an operation has a namespace of its own.
const frontNamespace = 'http://webservices.amazon.com/AWSFault/2005-15-09';

/** The action that a call asks for, or the answer to a call that asks for none. */
export function findAction(protocol: QueryProtocol, call: IncomingCall, parameters: QueryParameters, actions: ReadonlySet<string>): string | Answer {
  const action = parameters.text('Action');
  const isForm = call.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  if (call.method !== 'POST' || call.url.pathname !== '/' || !isForm || action === undefined) return { status: 302, headers: { location: 'https://aws.amazon.com/iam' }, body: '' };
  const version = parameters.text('Version') ?? 'NO_VERSION_SPECIFIED';
  if (version === protocol.version && actions.has(action)) return action;
  return queryRefusal({ ...protocol, namespace: frontNamespace }, new AwsRefusal('InvalidAction', `Could not find operation ${action} for version ${version}`));
}

/** The action of a call, where it is one of `actions`: what is recorded of a request is never a text of the caller's own. */
export function actionOf(call: IncomingCall, actions: ReadonlySet<string>): string | undefined {
  const action = new QueryParameters(call.body).text('Action');
  return action !== undefined && actions.has(action) ? action : undefined;
}
