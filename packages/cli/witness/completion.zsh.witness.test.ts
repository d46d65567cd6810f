import { describeCompletion } from '../src/testing/describe-completion.ts';

describeCompletion('zsh');
