export type { Cursors } from '../../store/cursors.ts';
