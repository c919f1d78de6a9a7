/**
 * The server's policy lets no text become elements (`require-trusted-types-for 'script'`), except through the templates of Lit
 * and of Fluent. ECharts empties its place by `innerHTML = ''`: the empty text is let through, and nothing else.
 */
interface TrustedTypePolicies {
  createPolicy: (name: string, rules: { createHTML: (text: string) => string | null }) => unknown;
}

/** The empty text as it is; null, which the browser refuses, for any other. */
export const onlyNothing = (text: string) => (text === '' ? '' : null);

export function allowEmptying() {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypePolicies };
  trustedTypes?.createPolicy('default', { createHTML: onlyNothing });
}
