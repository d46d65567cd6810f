/** Thrown where AWS refuses. The protocol of the service makes the answer of it. */
export class AwsRefusal extends Error {
  /** The code on the wire. */
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Whose fault the refusal is, as XML tells it. */
export function faultOf({ status }: AwsRefusal): 'Sender' | 'Receiver' {
  return status < 500 ? 'Sender' : 'Receiver';
}
