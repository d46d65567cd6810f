/** Why a worker does not start, or ends: one sentence and one cure. It holds no token and no value. */
export class WorkerError extends Error {
  override readonly name: string = 'WorkerError';
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
