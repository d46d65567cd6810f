#!/usr/bin/env node
import { runProgram } from './program.ts';

process.exitCode = runProgram(process);
