import { styleText } from 'node:util';

type Style = (text: string) => string;

/** Colours of the table. Each gives the text back as it is without a terminal, or where NO_COLOR is set. */
export interface Styles {
  readonly title: Style;
  readonly faint: Style;
  readonly good: Style;
  readonly changed: Style;
  readonly bad: Style;
}

export function stylesFor(stream: NodeJS.WriteStream): Styles {
  const style = (...format: Parameters<typeof styleText>[0][]): Style => (text) => styleText(format.flat() as Parameters<typeof styleText>[0], text, { stream });
  return { title: style('bold'), faint: style('dim'), good: style('green'), changed: style('bold', 'yellow'), bad: style('bold', 'red') };
}

const plain: Style = (text) => text;
export const plainStyles: Styles = { title: plain, faint: plain, good: plain, changed: plain, bad: plain };
