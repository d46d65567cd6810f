import type { AddCommands } from '../program.ts';
import { addSignInCommands } from './sign-in/sign-in-commands.ts';

/** In the order of the help. */
export const platformCommands: readonly AddCommands[] = [addSignInCommands];
