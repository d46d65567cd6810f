#!/usr/bin/env node
import { Console } from 'node:console';
import { guardExit } from './exit-guard.ts';

const finish = guardExit(process);
// Standard output is ours, or the command's of `run`: a line that a configuration or a provider prints would spoil what is read there.
Object.assign(console, new Console(process.stderr));
void import('./program.ts').then(({ runProgram }) => runProgram(process)).then(finish);
