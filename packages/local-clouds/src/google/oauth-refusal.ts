import { jsonAnswer, type Answer } from '../network/exchange.ts';

/** Thrown where a token endpoint refuses: RFC 6749 section 5.2. */
export class OAuthRefusal extends Error {
  readonly answer: Answer;

  constructor(error: string, description: string) {
    super(error);
    this.answer = jsonAnswer(400, { error, error_description: description });
  }
}

export async function answerOrOAuthRefusal(perform: () => Promise<Answer>): Promise<Answer> {
  try {
    return await perform();
  } catch (error) {
    if (error instanceof OAuthRefusal) return error.answer;
    throw error;
  }
}
