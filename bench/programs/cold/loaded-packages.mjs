// Preloaded beside a program: prints the packages that it loaded, one a line, when it ends.
import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';

const packages = new Set();
registerHooks({
  load(url, context, next) {
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
    if (name) packages.add(name);
    return next(url, context);
  },
});
process.once('exit', () => writeSync(1, `\n${[...packages].join('\n')}`));
