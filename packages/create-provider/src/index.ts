export { scaffold, type Scaffolded, type ScaffoldOptions } from './scaffold.ts';
export { ScaffoldError, type ScaffoldErrorCode } from './scaffold-error.ts';
