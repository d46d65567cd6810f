#!/usr/bin/env node
import { guardExit } from './exit-guard.ts';

const finish = guardExit(process);
void import('./program.ts').then(({ runProgram }) => runProgram(process)).then(finish);
