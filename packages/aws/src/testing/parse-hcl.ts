// Its types bring those of the DOM with them, which are others than Node's.
const { parse } = (await import(import.meta.resolve('@cdktf/hcl2json'))) as { parse(file: string, text: string): Promise<unknown> };

/** HCL as JSON: each block a list, each expression that is no plain value a text in `${}`. Rejects what is no HCL. */
export async function parseHcl(text: string): Promise<unknown> {
  return await parse('trust.tf', text);
}
