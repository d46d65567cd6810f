import { endingWithServer } from '../end-with-server.ts';
import { startProgram } from '../host-program.ts';

// It is gone before what it started has done anything.
const [folder = '', module = ''] = process.argv.slice(2);
const through = await endingWithServer();
startProgram({ module: new URL(module), readable: [folder], heapMiB: 64, through });
process.kill(process.pid, 'SIGKILL');
