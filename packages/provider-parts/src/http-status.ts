/** RFC 9110 section 15.4: nothing with a credential in it is ever sent on to where such an answer points. */
export function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}
