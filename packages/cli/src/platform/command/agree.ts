import { canAsk } from '../../can-ask.ts';
import { oneLine } from '../../one-line.ts';
import { answerOf } from '../../secrets/answer-of.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import { CarnetError } from '@carnet/provider';

/** @throws CarnetError `ABORTED` where the person says no, and `INPUT_INVALID` where nobody can be asked */
export async function agree(question: string, { yes, ...options }: PlatformOptions & { readonly yes?: boolean }, host: NodeJS.Process): Promise<void> {
  if (yes) return;
  if (!canAsk(host, options)) throw new PlatformProblem({ code: 'INPUT_INVALID', message: 'There is nobody to ask.', hint: 'Say --yes to do it.' });
  const { confirm } = await import('@clack/prompts');
  const answer = await answerOf<boolean>(host, (signal) => confirm({ message: oneLine(question), initialValue: false, input: host.stdin, output: host.stderr, signal }));
  if (answer !== true) throw new CarnetError({ code: 'ABORTED', message: 'Nothing was done.', hint: 'Say yes, or --yes.' });
}

/** A value that is not shown while it is typed; undefined where the person left. */
export async function askSecret(question: string, host: NodeJS.Process): Promise<string> {
  const { password } = await import('@clack/prompts');
  const answer = await answerOf<string>(host, (signal) => password({ message: oneLine(question), input: host.stdin, output: host.stderr, signal }));
  if (answer === undefined) throw new CarnetError({ code: 'ABORTED', message: 'Nothing was done.', hint: 'The question was left.' });
  return answer;
}
